import Glibc

exit(PictureChild.run(Array(CommandLine.arguments.dropFirst())))

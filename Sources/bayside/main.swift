import Glibc

exit(await CommandLineEntry.run(Array(CommandLine.arguments.dropFirst())))

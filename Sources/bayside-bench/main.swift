import Glibc

setvbuf(fdopen(1, "w"), nil, _IOLBF, 0)
exit(await Bench.run(Array(CommandLine.arguments.dropFirst())))

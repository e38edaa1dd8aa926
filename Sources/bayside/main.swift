import Glibc

Output.secureStandardDescriptors()
let arguments = Array(CommandLine.arguments.dropFirst())
// The screen wants the main thread for itself; subcommands are asynchronous.
if CommandLineEntry.opensScreen(arguments) { exit(CommandLineEntry.runScreen(arguments)) }
exit(await CommandLineEntry.run(arguments))

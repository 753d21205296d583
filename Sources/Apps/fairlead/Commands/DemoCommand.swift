import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The simulated estate and its scenarios.")

    @Argument(help: "A scenario's name, or all.") var scenario = "failed-renewal"
    @Flag(help: "End by itself, with exit code 0 only if every expectation held.")
    var exit = false

    func run() async throws { print("demo \(scenario)") }
}

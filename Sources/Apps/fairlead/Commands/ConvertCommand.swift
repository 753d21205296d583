import ArgumentParser
import DMNFormats
import FEEL

/// `fairlead dmn convert`: the same model in another format.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Print a decision model in another format.")

    @ArgumentParser.Argument(help: "The file: .dmn, .yaml or .md.") var file: String
    @Option(help: "xml, yaml or markdown.") var to: String

    func run() throws {
        guard let target = ModelText.Format(rawValue: to) else {
            throw ValidationError("--to is xml, yaml or markdown")
        }
        let model: ModelText
        do throws(CompileError) {
            model = try ModelFiles().text(file)
        } catch {
            for finding in error.diagnostics { Terminal.complain("\(finding)") }
            throw Exit.found
        }
        print(try model.text(target), terminator: "")
    }
}

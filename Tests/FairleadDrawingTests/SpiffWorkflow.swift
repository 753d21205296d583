import Foundation

/// SpiffWorkflow (PyPI), a BPMN engine that nobody wrote for Fairlead: its package carries the
/// standard's schema.
enum SpiffWorkflow {
    private static let home = FileManager.default.temporaryDirectory.appending(
        path: "fairlead-spiffworkflow", directoryHint: .isDirectory)
    private static let python = home.appending(path: "bin/python")

    /// Installs it in a folder of its own, where it is not yet.
    ///
    /// - Returns: Whether it can be asked; not so without Python or without PyPI.
    static func isInstalled() -> Bool {
        if output(python, ["-c", "import SpiffWorkflow"]) != nil { return true }
        _ = output(URL(filePath: "/usr/bin/python3"), ["-m", "venv", home.path])
        return output(python, ["-m", "pip", "install", "-q", "SpiffWorkflow==3.2.0"]) != nil
    }

    /// What the standard's schema and the parser say of a file: `accepted`, or what is wrong.
    static func judge(_ file: URL, process: String) -> String {
        output(python, ["-c", script, file.path, process]) ?? "cannot be judged"
    }

    /// What decides is a decision model's business: the parser leaves the element to whoever
    /// extends it.
    private static let script = """
        import sys
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator, full_tag
        from SpiffWorkflow.bpmn.parser.task_parsers import TaskParser
        from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
        class Parser(BpmnParser):
            OVERRIDE_PARSER_CLASSES = {full_tag('businessRuleTask'): (TaskParser, ServiceTask)}
        try:
            parser = Parser(validator=BpmnValidator())
            parser.add_bpmn_file(sys.argv[1])
            parser.get_spec(sys.argv[2])
            print('accepted')
        except Exception as error:
            print(repr(error))
        """

    /// What a program prints, ended; nil where it fails or cannot be run.
    private static func output(_ program: URL, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let printed = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: printed, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

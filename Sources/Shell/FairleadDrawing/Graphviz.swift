public import Foundation

/// Graphviz, which lays graphs out and draws them; Debian's package of that name.
public enum Graphviz {
    /// It cannot be run, or does not like what it is given.
    public struct Failure: Error, CustomStringConvertible {
        public let code: String
        public let message: String

        public var description: String { message }
    }

    /// A graph in another format of its own: `svg`, `plain`.
    ///
    /// - Throws: `Failure` of code `unavailable` where there is no Graphviz, `refused` where it
    ///   refuses the graph.
    public static func draw(_ dot: String, as format: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["dot", "-T\(format)"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            // It reads all before it writes anything, so neither pipe can block the other.
            try input.fileHandleForWriting.write(contentsOf: Data(dot.utf8))
            try input.fileHandleForWriting.close()
        } catch {
            throw unavailable
        }
        let drawn = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // What `env` answers where there is no such program.
        if process.terminationStatus == 127 { throw unavailable }
        guard process.terminationStatus == 0, !drawn.isEmpty else {
            throw Failure(code: "refused", message: "Graphviz refuses the graph")
        }
        return drawn
    }

    private static let unavailable = Failure(
        code: "unavailable", message: "pictures need Graphviz; on Debian: apt-get install graphviz")

    /// A text as Graphviz reads it between quotation marks.
    public static func quoted(_ text: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\"", "\\": "\\" + String(character)
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    /// A text as it stands in a label that is written as HTML.
    static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}

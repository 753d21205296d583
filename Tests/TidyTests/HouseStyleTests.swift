import FairleadTesting
import Testing

@Suite struct `House style` {
    static let fileLinesMax = 600
    static let fileLinesSought = 400
    static let functionLinesMax = 70
    static let lineColumnsMax = 100

    @Test(arguments: Ban.all.map(\.words))
    func `no file holds what its folder forbids`(_ words: [String]) throws {
        let ban = try #require(Ban.all.first { $0.words == words })
        let findings = Tree.swift(below: ban.folder).flatMap(ban.findings)
        for finding in findings { Issue.record("\(finding)") }
    }

    @Test func `no file is too long`() {
        let files = Tree.swift.map { (path: $0.path, lines: $0.lines.count) }
        for file in files where file.lines > Self.fileLinesMax {
            Issue.record("\(file.path) has \(file.lines) lines, of at most \(Self.fileLinesMax)")
        }
        for file in files where file.lines > Self.fileLinesSought {
            print("\(file.path) has \(file.lines) lines; \(Self.fileLinesSought) are aimed at")
        }
    }

    @Test func `no line is too long`() {
        let suffixes = [".swift", ".sh", ".py", ".sql", "Makefile", ".ci/run"]
        // Tables and vectors inside the literals of tests are read as they stand; the formatter
        // holds the code around them to the same width.
        let findings = Tree.files.filter { file in
            !file.path.hasPrefix("Tests/") && suffixes.contains { file.path.hasSuffix($0) }
        }
        .flatMap { file in
            file.lines.enumerated().filter { $0.element.count > Self.lineColumnsMax }.map {
                "\(file.path):\($0.offset + 1): \($0.element.count) columns"
            }
        }
        for finding in findings { Issue.record("\(finding)") }
    }

    @Test func `no function is too long`() {
        let findings = Tree.swift.flatMap { file in
            functionBodies(in: file.code).filter { $0.lineCount > Self.functionLinesMax }.map {
                "\(file.path):\($0.line): \($0.name) has \($0.lineCount) lines"
            }
        }
        for finding in findings { Issue.record("\(finding)") }
    }

    @Test func `names say what is inside`() {
        let empty = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Manager"]
        for file in Tree.files
        where file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/") {
            for part in file.path.split(separator: "/") {
                let name = part.prefix { $0 != "." && $0 != "+" }
                let isEmpty = empty.contains { name.hasSuffix($0) || name.hasPrefix($0 + "s") }
                #expect(!isEmpty, "\(file.path): \(name) says nothing")
            }
        }
    }

    @Test func `a placeholder goes when the first real file comes`() {
        let placeholders = Tree.swift.filter { $0.name == "Placeholder.swift" }
        for placeholder in placeholders {
            let folder = placeholder.path.dropLast("/Placeholder.swift".count)
            let others = Tree.swift(below: String(folder)).filter { $0.path != placeholder.path }
            guard !others.isEmpty else { continue }
            Issue.record("\(placeholder.path) stands beside real files")
        }
    }
}

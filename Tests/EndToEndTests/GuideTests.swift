import FairleadTesting
import Foundation
import Testing

/// What the guide "Writing policy" shows is what the command line prints.
@Suite(.timeLimit(.minutes(15))) struct GuideTests {
    /// A fenced block of the guide: a file with its name, or commands with what they print.
    private struct Block {
        let language: Substring
        let file: Substring?
        let line: Int
        let text: String
    }

    private static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var open: (words: [Substring], line: Int, lines: [Substring])?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            guard line.hasPrefix("```") else {
                open?.lines.append(line)
                continue
            }
            if let (words, first, lines) = open {
                let text = lines.map { $0 + "\n" }.joined()
                if let language = words.first {
                    blocks.append(
                        Block(
                            language: language, file: words.dropFirst().first, line: first + 1,
                            text: text))
                }
                open = nil
            } else {
                open = (line.dropFirst(3).split(separator: " "), number + 1, [])
            }
        }
        return blocks
    }

    /// The words of a command; single quotes hold spaces together.
    private static func words(_ command: Substring) -> [String] {
        var words: [String] = [""]
        var isQuoted = false
        for character in command {
            if character == "'" {
                isQuoted.toggle()
            } else if character == " " && !isQuoted {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words
    }

    @Test func `what the guide shows is what the terminal prints`() async throws {
        let guide = packageRoot.appending(path: "Documentation/writing-policy.md")
        let text = try String(contentsOf: guide, encoding: .utf8)
        let line = try CommandLine()
        defer { line.remove() }
        var commands = 0
        for block in Self.blocks(text) {
            if let file = block.file {
                try Data(block.text.utf8).write(to: line.folder.appending(path: String(file)))
            }
            guard block.language == "console" else { continue }
            for part in block.text.split(separator: "$ fairlead ") {
                let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
                let words = Self.words(lines[0])
                let outcome = try await line.run(words)
                let printed = outcome.output + outcome.complaint
                let shown = lines.dropFirst().joined(separator: "\n")
                #expect(
                    printed.trimmingCharacters(in: .newlines)
                        == shown.trimmingCharacters(in: .newlines),
                    "line \(block.line): fairlead \(lines[0])\n\(printed)")
                commands += 1
            }
        }
        #expect(commands >= 7)
    }
}

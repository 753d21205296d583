import Foundation
import Glibc

/// Rows in columns, for people.
struct Table {
    private let titles: [String]
    private var rows: [[String]] = []

    /// A cell's greatest width in characters.
    static let cellCharactersMax = 60

    init(_ titles: String...) { self.titles = titles }

    mutating func add(_ cells: String?...) {
        rows.append(
            cells.map { cell in
                let text = Terminal.plain(cell ?? "")
                return text.count > Self.cellCharactersMax
                    ? text.prefix(Self.cellCharactersMax - 1) + "…" : text
            })
    }

    /// The lines; one that says so where there are no rows.
    var text: String {
        if rows.isEmpty { return "Nothing." }
        let all = [titles] + rows
        let widths = titles.indices.map { column in
            all.map { $0[column].count }.max() ?? 0
        }
        return all.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell.padded(to: widths[column])
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

/// What may be written to a terminal.
enum Terminal {
    /// How many characters a line may have: what the terminal says, at most 120; 100 in a pipe.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return min(120, Int(size.ws_col))
    }

    /// A line for people about what went wrong.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Text without control characters: what others wrote must not move the cursor.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0
                }))
    }
}

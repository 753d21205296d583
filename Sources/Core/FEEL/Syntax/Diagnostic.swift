/// What a compiler has to say about a text: a stable code, a sentence, a place, and often a hint.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable, Hashable { case error, warning }

    /// The kinds of finding; the raw values are stable.
    public enum Code: String, Sendable, Hashable {
        case syntax
        case limit
        case unknownName = "unknown-name"
        case unknownFunction = "unknown-function"
        case unknownField = "unknown-field"
        case arguments
        case type
        case null
        case duplicate
        case value
        case table
        case gap
        case overlap
        case unreachable
        case unused
        case cycle
        case test
    }

    public var severity: Severity
    public var code: Code
    public var message: String
    public var place: SourcePlace
    public var hint: String?

    public init(
        _ severity: Severity = .error, _ code: Code, _ message: String, at place: SourcePlace,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    /// The finding in several lines: what, where, the line with its caret, the hint.
    public var description: String {
        let number = String(place.line)
        let margin = String(repeating: " ", count: number.count)
        let at = "\(place.file ?? "expression"):\(place.line):\(place.column)"
        let clean = String(place.lineText.map { $0 == "\t" ? " " : $0 })
        let caret =
            String(repeating: " ", count: place.column - 1)
            + String(repeating: "^", count: place.length)
        var lines = ["\(at): \(severity.rawValue): \(message) [\(code.rawValue)]"]
        if !clean.isEmpty { lines += ["\(number) | \(clean)", "\(margin) | \(caret)"] }
        if let hint { lines.append("\(margin) = hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

/// A text that cannot be compiled, with at least one finding of severity error.
public struct CompileError: Error, Sendable, Hashable, CustomStringConvertible {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    public var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}

/// The known name nearest to a misspelt one, if one is near.
public func nearest(_ name: String, in known: [String]) -> String? {
    var best: (name: String, distance: Int)?
    for candidate in known.sorted(by: textPrecedes) where candidate.utf8.count <= 64 {
        let distance = editDistance(name, candidate)
        let allowed = max(1, min(name.count, candidate.count) / 3)
        if distance <= allowed, distance < best?.distance ?? Int.max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func editDistance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.lowercased().utf8.prefix(64)), Array(right.lowercased().utf8))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
            diagonal = above
        }
    }
    return row[b.count]
}

import Foundation
import Testing

/// Compares `text` with a golden file, and records an issue that names the first line that differs.
/// With `FAIRLEAD_REWRITE_GOLDEN=1` the file is written instead: look at the difference in git
/// before committing it.
///
/// - Parameters:
///   - file: A path relative to the folder of the test's source file, such as `Golden/acme.json`.
///   - sourceFile: The test's source file; leave the default.
public func expectGolden(
    _ text: String, file: String, sourceFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let golden = URL(filePath: sourceFile).deletingLastPathComponent().appending(path: file)
    if ProcessInfo.processInfo.environment["FAIRLEAD_REWRITE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(
            at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: golden, options: .atomic)
        return
    }
    guard let data = FileManager.default.contents(atPath: golden.path(percentEncoded: false)) else {
        Issue.record(
            "the golden file \(file) is missing; FAIRLEAD_REWRITE_GOLDEN=1 writes it",
            sourceLocation: sourceLocation)
        return
    }
    guard let difference = firstDifference(of: text, from: String(decoding: data, as: UTF8.self))
    else { return }
    Issue.record(
        "\(file) differs; FAIRLEAD_REWRITE_GOLDEN=1 rewrites it\n\(difference)",
        sourceLocation: sourceLocation)
}

/// The first line in which two texts differ, shown from both; nil when they are the same, byte for
/// byte.
func firstDifference(of text: String, from golden: String) -> String? {
    // Strings compare by canonical equivalence; a golden file is compared by its bytes.
    guard !text.utf8.elementsEqual(golden.utf8) else { return nil }
    let found = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let wanted = golden.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var line = 0
    while line < min(found.count, wanted.count), found[line].elementsEqual(wanted[line]) {
        line += 1
    }
    func shown(_ lines: [Substring.UTF8View]) -> String {
        line < lines.count ? String(Substring(lines[line])).debugDescription : "(the text ends)"
    }
    return "line \(line + 1)\n  golden: \(shown(wanted))\n  found:  \(shown(found))"
}

import Glibc
import Testing

/// Names the rows of `Documentation/requirements.md` that a test proves, on a suite, a test or a
/// parameterised test. `make requirements` joins what runs with what passed; a test that failed,
/// was skipped or was cancelled proves nothing.
public struct RequirementTrait: TestTrait, SuiteTrait, TestScoping {
    /// The rows, such as `S4.20`.
    public let rows: [String]

    /// The part of the rows that is proven; nil when the test, with its like, proves them whole.
    public let part: String?

    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        if let path = RequirementLog.path {
            try RequirementLog.append(rows: rows, test: test.id, part: part, to: path)
        }
        try await function()
    }
}

extension Trait where Self == RequirementTrait {
    /// - Parameters:
    ///   - rows: The rows that the test proves.
    ///   - part: What of them it proves, in a few words, where it is not the whole; without it a
    ///     row counts as proven.
    public static func requirement(_ rows: String..., part: String? = nil) -> Self {
        RequirementTrait(rows: rows, part: part)
    }
}

/// The file that the traits of a run write to: one line for each row, `row<TAB>test id<TAB>part`.
enum RequirementLog {
    static let environmentVariable = "FAIRLEAD_REQUIREMENTS"

    static var path: String? {
        guard let value = getenv(environmentVariable) else { return nil }
        return String(cString: value)
    }

    /// Appends in one write, so that lines of tests that run side by side, or in several processes,
    /// never mix.
    static func append(rows: [String], test: Test.ID, part: String?, to path: String) throws {
        let lines = rows.map { row in
            [row, String(describing: test), part ?? ""].map(oneField).joined(separator: "\t") + "\n"
        }
        var bytes = Array(lines.joined().utf8)
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw RequirementLogError(path: path, errno: errno) }
        defer { close(file) }
        guard write(file, &bytes, bytes.count) == bytes.count else {
            throw RequirementLogError(path: path, errno: errno)
        }
    }

    private static func oneField(_ text: String) -> String {
        String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}

/// The file named by `FAIRLEAD_REQUIREMENTS` could not be written.
struct RequirementLogError: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String { "cannot append to \(path): \(String(cString: strerror(errno)))" }
}

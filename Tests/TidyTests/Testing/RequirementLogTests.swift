import Foundation
import Testing

@testable import FairleadTesting

@Suite struct `The log of requirements` {
    @Test func `each row is a line of its own, whole, from many tests at once`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let path = file.path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: file) }
        let test = try #require(Test.current)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try RequirementLog.append(
                        rows: ["S4.20", "S4.7"], test: test.id, part: "a\tb\nc", to: path)
                }
            }
            try await group.waitForAll()
        }
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 100)
        #expect(
            Set(lines) == ["S4.20\t\(test.id)\ta b c", "S4.7\t\(test.id)\ta b c"])
    }

    @Test func `a file that cannot be written fails the test that claims`() throws {
        let test = try #require(Test.current)
        #expect(throws: RequirementLogError.self) {
            try RequirementLog.append(
                rows: ["S4.20"], test: test.id, part: nil, to: "/nowhere/at/all")
        }
    }
}

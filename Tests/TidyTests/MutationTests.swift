import FairleadTesting
import Foundation
import Testing

/// The bugs that `make mutations` plants, to see whether the simulator finds them.
@Suite struct `Planted bugs` {
    private struct Mutation: Decodable {
        let name: String
        let invariant: Int
        let what: String
        let file: String
        let find: [String]
        let replace: [String]
    }

    private static func mutations() throws -> [Mutation] {
        let path = packageRoot.appending(path: "Tests/Mutations/mutations.json")
        return try JSONDecoder().decode([Mutation].self, from: Data(contentsOf: path))
    }

    @Test func `each has its place in the sources, once`() throws {
        for mutation in try Self.mutations() {
            let text = try String(
                contentsOf: packageRoot.appending(path: mutation.file), encoding: .utf8)
            let place = mutation.find.joined(separator: "\n") + "\n"
            #expect(
                text.components(separatedBy: place).count == 2,
                "\(mutation.name): its place is not once in \(mutation.file)")
            #expect(mutation.replace.joined().contains("planted(\"\(mutation.name)\")"))
        }
    }

    @Test func `every invariant has one`() throws {
        let mutations = try Self.mutations()
        #expect(Set(mutations.map(\.invariant)) == Set(1...10))
        #expect(Set(mutations.map(\.name)).count == mutations.count)
    }
}

import DMN
import FEEL

/// One case of the DMN TCK: what is given, and what must come out.
public struct ConformanceCase: Sendable, Hashable {
    public struct Expectation: Sendable, Hashable {
        public let name: String
        public let value: Value
        /// Whether the standard asks for an error, beside the null that it becomes.
        public let isError: Bool
    }

    public let id: String
    public let inputs: [GivenValue]
    /// The service or knowledge model that is called; `nil` where decisions are made by name.
    public let invocable: String?
    public let expectations: [Expectation]
}

/// The cases of one file, and the model that they are for.
public struct ConformanceFile: Sendable, Hashable {
    public let modelName: String
    public let cases: [ConformanceCase]

    /// Reads a file of test cases.
    public init(bytes: [UInt8], file: String? = nil) throws(CompileError) {
        let document = XMLDocumentReader(file: file)
        let root = try document.read(bytes)
        guard root.name == "testCases" else {
            throw document.failure(.syntax, "these are no test cases", root.line, 1)
        }
        modelName = root.first("modelName")?.text ?? ""
        cases = root.elements("testCase").map(Self.testCase)
    }

    private static func testCase(_ node: XMLNode) -> ConformanceCase {
        let type = node["type"] ?? "decision"
        return ConformanceCase(
            id: node["id"] ?? "",
            inputs: node.elements("inputNode").map { input in
                GivenValue(
                    name(input), namespace: input["namespace"], ConformanceValue.read(input))
            },
            invocable: type == "decision" ? nil : node["invocableName"],
            expectations: node.elements("resultNode").map { result in
                let expected = result.first("expected")
                return .init(
                    name: name(result), value: expected.map(ConformanceValue.read) ?? .null,
                    isError: result["errorResult"] == "true")
            })
    }

    private static func name(_ node: XMLNode) -> String {
        (node["name"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

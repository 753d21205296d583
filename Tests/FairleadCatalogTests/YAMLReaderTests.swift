import FairleadCatalog
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct YAMLReaderTests {
    private func read(_ text: String) -> (documents: [SourceNode], findings: [String]) {
        var diagnostics = Diagnostics()
        let documents = YAMLReader.documents(
            Array(text.utf8), file: "a.yaml", &diagnostics)
        return (documents, diagnostics.all.map(\.text))
    }

    @Test func `a document keeps the place of every key and value`() throws {
        let (documents, findings) = read("playbook: one\nstages:\n  - stage: first\n")
        #expect(findings.isEmpty)
        guard case .mapping(let members) = try #require(documents.first).content else {
            Issue.record("no mapping")
            return
        }
        #expect(members.map(\.key) == ["playbook", "stages"])
        #expect(members[1].keyPosition == SourcePosition(file: "a.yaml", line: 2, column: 1))
        guard case .sequence(let stages) = members[1].value.content,
            case .mapping(let stage) = stages[0].content
        else {
            Issue.record("no sequence")
            return
        }
        #expect(stage[0].value.position == SourcePosition(file: "a.yaml", line: 3, column: 12))
    }

    @Test(arguments: [
        ("a: &x 1\n", "a.yaml:1:4: error: an anchor is not allowed (write it out)"),
        ("a: &x 1\nb: *x\n", "a.yaml:1:4: error: an anchor is not allowed (write it out)"),
        ("a: !!str 1\n", "a.yaml:1:4: error: a tag is not allowed"),
        ("a:\n  <<: {b: 1}\n", "a.yaml:2:3: error: a merge is not allowed (write it out)"),
        ("!!str a: 1\n", "a.yaml:1:1: error: a tag is not allowed"),
        ("a: *x\n", "a.yaml:1:4: error: not YAML: found undefined alias"),
        ("? [a, b]\n: 1\n", "a.yaml:1:3: error: a key must be a single value"),
    ])
    func `what says something else than it shows is refused`(text: String, finding: String) {
        let (documents, findings) = read(text)
        #expect(documents.isEmpty)
        #expect(findings == [finding])
    }

    @Test func `a key that stands twice is an error at its place`() {
        let (documents, findings) = read("a: 1\nb:\n  c: 1\n  c: 2\n")
        #expect(documents.isEmpty)
        #expect(findings == ["a.yaml:3:3: error: the key 'c' stands twice"])
    }

    @Test func `a broken second document refuses the whole file`() {
        let (documents, findings) = read("a: 1\n---\nb: [1\n")
        #expect(documents.isEmpty)
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("a.yaml:4:1: error: not YAML") == true)
    }

    @Test func `every document of a file is read`() {
        let (documents, findings) = read("a: 1\n---\nb: 2\n---\nc: 3\n")
        #expect(findings.isEmpty)
        #expect(documents.map(\.position.line) == [1, 3, 5])
    }

    @Test func `a literal block begins at its first character`() throws {
        let (documents, _) = read("a:\n  text: |\n    one\n    two\n")
        let value = try #require(documents.first?.items.first)
        guard case .mapping(let outer) = value.content,
            case .mapping(let inner) = outer[0].value.content
        else {
            Issue.record("no mapping")
            return
        }
        #expect(inner[0].value.position == SourcePosition(file: "a.yaml", line: 3, column: 5))
        #expect(inner[0].value.content == .scalar("one\ntwo\n", plain: false))
    }

    @Test func `quoted text begins after its mark and is never a number`() throws {
        let (documents, _) = read("a: \"12\"\nb: 12\n")
        guard case .mapping(let members) = try #require(documents.first).content else {
            Issue.record("no mapping")
            return
        }
        #expect(members[0].value.content == .scalar("12", plain: false))
        #expect(members[0].value.position.column == 5)
        #expect(members[1].value.content == .scalar("12", plain: true))
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        var diagnostics = Diagnostics()
        #expect(YAMLReader.documents([0x61, 0xFF], file: "a.yaml", &diagnostics).isEmpty)
        #expect(diagnostics.all.map(\.message) == ["the file is not UTF-8"])
    }

    @Test func `a file beyond its limit is refused`() {
        var diagnostics = Diagnostics()
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: YAMLReader.fileBytesMax + 1)
        #expect(YAMLReader.documents(bytes, file: "a.yaml", &diagnostics).isEmpty)
        #expect(diagnostics.all.count == 1)
        var none = Diagnostics()
        #expect(YAMLReader.documents(Array(bytes.dropLast()), file: "a.yaml", &none).isEmpty)
        #expect(none.all.isEmpty)
    }

    @Test func `more values than the limit are refused`() {
        let text = "a: [" + String(repeating: "1,", count: YAMLReader.nodesMax) + "1]\n"
        let (documents, findings) = read(text)
        #expect(documents.isEmpty)
        #expect(findings.first?.contains("more than \(YAMLReader.nodesMax) values") == true)
    }

    @Test func `endless nesting is refused, not followed`() {
        let (documents, findings) = read(String(repeating: "[", count: 20_000))
        #expect(documents.isEmpty)
        #expect(findings.count == 1)
    }
}

import FairleadCatalog
import FairleadPlaybook
import FairleadTesting
import Testing

/// Playbooks as they are when they go wrong: never a crash, always a finding with its place.
@Suite(.timeLimit(.minutes(120))) struct PlaybookFuzzTests {
    /// Reading compiles every expression, which takes long: one case in ten.
    @Test func `every damaged playbook is read, or refused with its place`() {
        var generator = SeededGenerator(seed: 51)
        let lines = Fixture.source.split(separator: "\n", omittingEmptySubsequences: false)
        var read = 0
        var refused = 0
        for number in 0..<(TestScale.fuzzCases(otherwise: 10_000) / 10) {
            let bytes =
                number % 2 == 0
                ? MutatedBytes.of(Array(Fixture.source.utf8), &generator)
                : Array(Self.rearranged(lines, &generator).utf8)
            var diagnostics = Diagnostics()
            var playbook: Playbook?
            if let node = YAMLReader.document(bytes, file: "p.yaml", &diagnostics) {
                var reader = PlaybookReader(vocabulary: Fixture.vocabulary)
                playbook = reader.read(node)
                diagnostics.add(reader.diagnostics.all)
            }
            #expect(playbook != nil || diagnostics.hasErrors, "case \(number)")
            for finding in diagnostics.all {
                #expect(finding.position.line > 0 && finding.position.column > 0)
                #expect(!finding.message.isEmpty)
            }
            if diagnostics.hasErrors { refused += 1 } else { read += 1 }
        }
        #expect(read > 0 && refused > 0, "\(read) read, \(refused) refused")
    }

    /// Lines moved, doubled, left out, indented otherwise: what an editor leaves.
    private static func rearranged(
        _ lines: [Substring], _ generator: inout SeededGenerator
    ) -> String {
        var lines = lines
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<lines.count, using: &generator)
            let other = Int.random(in: 0..<lines.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[other], at: place)
            case 2: lines.swapAt(place, other)
            case 3: lines[place] = "  " + lines[place]
            default: lines[place] = lines[place].drop { $0 == " " }
            }
        }
        return lines.joined(separator: "\n")
    }
}

import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

/// The tables of `Corpus/`: of 4 to 12 columns and 50 to 500 rules, made once from fixed seeds. Some
/// part their space without a gap, some have gaps and overlaps by the thousand.
enum TableCorpus {
    static let numbers = 1...48

    static func file(_ number: Int) -> String {
        "Corpus/\(number < 10 ? "0" : "")\(number).md"
    }

    /// A table as its owner would write it.
    static func markdown(_ number: Int) -> String {
        guard let table = table(number).table else { return "" }
        var lines = [
            "# Table \(number)", "", "## Decision: t", "",
            "- Hit policy: \(table.hitPolicy)",
        ]
        lines += table.inputs.map { "- Input `\($0.expression.text)`: \($0.type)" }
        lines += table.outputs.map { "- Output `\($0.name)`: \($0.type)" }
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let titles = table.inputs.map(\.title) + table.outputs.map(\.name)
        lines += ["", row(titles), row(titles.map { _ in "-" })]
        lines += table.rules.map { row(($0.conditions + $0.outputs).map(\.text)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ number: Int) -> DecisionDefinition {
        let number = number - 1
        var generator = TableGenerator(seed: UInt64(1_000 + number))
        let columns = 4 + number % 9
        let rules = [50, 120, 250, 500][number / 4 % 4]
        switch number % 4 {
        case 0: return generator.partition(columns: columns, rules: rules)
        case 1:
            return generator.table(columns: columns, rules: rules, .first, anyPercent: 50)
        case 2:
            return generator.table(columns: columns, rules: rules, .unique, anyPercent: 30)
        default:
            return generator.table(columns: columns, rules: rules, .any, anyPercent: 80)
        }
    }
}

@Suite struct TableCorpusTests {
    @Test(arguments: TableCorpus.numbers)
    func `the corpus is what it was`(number: Int) throws {
        try expectGolden(TableCorpus.markdown(number), file: TableCorpus.file(number))
    }

    /// The bound is of counted steps, not of time; `make bench` says how long they take.
    @Test func `at least 95 percent of the corpus are decided within the bound`() throws {
        let folder = packageRoot.appending(path: "Tests/DMNTests")
        var undecided: [String] = []
        for number in TableCorpus.numbers {
            let path = folder.appending(path: TableCorpus.file(number)).path(percentEncoded: false)
            let graph = try DecisionGraph(try ModelFiles().read(path))
            let analysis = try #require(graph.analysis("t"))
            if let reason = analysis.undecided {
                undecided.append("\(number): \(reason)")
                #expect(reason.contains("not decided within the bound; the columns are x0"))
            }
            if number % 4 == 1 {
                #expect(analysis.gaps.isEmpty && analysis.overlaps.isEmpty, "\(number)")
            }
        }
        #expect(undecided.count * 20 <= TableCorpus.numbers.count, "\(undecided)")
    }
}

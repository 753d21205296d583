import DMN
import FEEL
import Testing

/// Tables of up to 12 columns and 500 rules, from fixed seeds.
enum TableCorpus {
    static let count = 48

    static func table(_ number: Int) -> DecisionDefinition {
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
    @Test func `at least 95 percent of the corpus are decided within the bound`() throws {
        var undecided: [String] = []
        for number in 0..<TableCorpus.count {
            let model = try DecisionGraph([TableCorpus.table(number)])
            let analysis = try #require(model.analysis("t"))
            if let reason = analysis.undecided {
                undecided.append("\(number): \(reason)")
                #expect(reason.contains("x0"))
            }
            if number % 4 == 0 {
                #expect(analysis.gaps.isEmpty && analysis.overlaps.isEmpty, "\(number)")
            }
        }
        #expect(undecided.count * 20 <= TableCorpus.count, "\(undecided)")
    }
}

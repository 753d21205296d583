import ArgumentParser
import DMN
import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime

/// `fairlead dmn diff`: what a new version decides differently.
struct DifferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell which inputs a new version decides differently, with examples.")

    @ArgumentParser.Argument(help: "The file of the old version.") var old: String
    @ArgumentParser.Argument(help: "The file of the new version.") var new: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let differences = try DecisionFile.read(old).graph.differences(
            to: try DecisionFile.read(new).graph,
            Environment(now: SystemTime().now().dateTime, zones: SystemZones()))
        if json {
            print(
                JSON.object([
                    "same": .bool(differences.isEmpty),
                    "decisions": .array(differences.map(Self.json)),
                ]).text)
        } else {
            for line in differences.flatMap(Self.lines) { print(Terminal.plain(line)) }
            if differences.isEmpty { print("Both decide alike.") }
        }
        if !differences.isEmpty { throw Exit.found }
    }

    private static func lines(_ difference: DecisionDifference) -> [String] {
        let name = difference.decision
        var lines: [String]
        switch difference.kind {
        case .added: return ["\(name): new"]
        case .removed: return ["\(name): no longer there"]
        case .expression: lines = ["\(name): the expression changed"]
        case .table: lines = ["\(name):"]
        }
        for item in difference.cases {
            let values = zip(item.titles, item.example).compactMap { title, value in
                value.map { "\(title) = \($0)" }
            }.joined(separator: ", ")
            let outcomes = "was \(words(item.was)), is now \(words(item.now))"
            guard let when = item.when else {
                let input = values.isEmpty ? "with no input" : "for instance when " + values
                lines += ["  \(input)", "    \(outcomes)"]
                continue
            }
            let region = when.isEmpty ? "always" : "when " + when.joined(separator: ", ")
            lines += ["  \(region)", "    \(outcomes)"]
            if !values.isEmpty { lines.append("    such as " + values) }
        }
        if !difference.casesAreAll, !difference.cases.isEmpty {
            lines.append("  these may not be all")
        }
        if let undecided = difference.undecided { lines.append("  not decided: \(undecided)") }
        return lines
    }

    private static func words(_ outcome: DecisionDifference.Outcome) -> String {
        let rule = outcome.rule.map { " (rule \($0))" } ?? ""
        return (outcome.text ?? "nothing") + rule
    }

    private static func json(_ difference: DecisionDifference) -> JSON {
        var object: JSONObject = [
            "decision": .string(difference.decision), "kind": .string(difference.kind.rawValue),
        ]
        guard [.table, .expression].contains(difference.kind) else { return .object(object) }
        object["cases"] = .array(
            difference.cases.map { item in
                var example: JSONObject = [:]
                for (title, value) in zip(item.titles, item.example) {
                    if let value { example[title] = JSON(value) }
                }
                return .object([
                    "when": item.when.map { .array($0.map(JSON.string)) } ?? .null,
                    "example": .object(example),
                    "was": json(item.was), "now": json(item.now),
                ])
            })
        object["complete"] = .bool(difference.casesAreAll)
        if let undecided = difference.undecided { object["undecided"] = .string(undecided) }
        return .object(object)
    }

    private static func json(_ outcome: DecisionDifference.Outcome) -> JSON {
        var object: JSONObject = [:]
        object["outcome"] = outcome.text.map(JSON.string) ?? .null
        if let rule = outcome.rule { object["rule"] = .integer(Int64(rule)) }
        return .object(object)
    }
}

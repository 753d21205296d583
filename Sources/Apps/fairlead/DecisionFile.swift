import DMN
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime

/// The decisions of a file, compiled with the models that it imports.
struct DecisionFile {
    let graph: DecisionGraph

    init(_ path: String) throws(CompileError) {
        graph = try DecisionGraph(try ModelFiles().read(path))
    }

    /// Reads a file; what is wrong with it is told, and ends the command.
    static func read(_ path: String) throws -> DecisionFile {
        do throws(CompileError) {
            return try DecisionFile(path)
        } catch {
            for finding in error.diagnostics { Terminal.complain("\(finding)") }
            throw Exit.found
        }
    }

    /// What compilation and analysis found, and which policies are not in force today.
    var findings: [FEEL.Diagnostic] {
        graph.warnings + graph.findings() + (Self.today.map { graph.outOfForce(on: $0) } ?? [])
    }

    /// The policy documents behind the decisions, by the decisions' names.
    var policies: [(decision: String, document: JSON)] {
        graph.decisions.compactMap { decision in
            guard let document = decision.authority else { return nil }
            let members = LabelledJSON.members(of: document, on: Self.today)
            return LabelledJSON.object(members).shown(to: .none).json.map { (decision.name, $0) }
        }
    }

    static var today: CalendarDate? { SystemTime().now().dateTime?.date }
}

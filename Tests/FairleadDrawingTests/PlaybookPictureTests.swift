import FairleadCatalog
import FairleadDrawing
import FairleadPlaybook
import FairleadTesting
import Foundation
import FoundationXML
import Testing

@Suite struct `A playbook as a picture` {
    static let playbooks = Result {
        try Catalog.load(directory: packageRoot.appending(path: "Catalog").path).governance
            .playbooks
    }

    @Test func `each step of each playbook stands in its stage, in the terminal`() throws {
        for playbook in try Self.playbooks.get() {
            let text = PlaybookOutline(playbook).text(columns: 100)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { $0.count <= 100 })
            for stage in playbook.stages {
                let head = try #require(lines.firstIndex { $0.hasPrefix("┌─ \(stage.name)") })
                let box = lines[head...].prefix { !$0.hasPrefix("└") }
                for activity in stage.activities {
                    #expect(box.contains { $0.hasPrefix("│ \(activity.id) ") })
                }
            }
        }
    }

    @Test(arguments: [40, 57, 120]) func `no line is wider than the terminal`(_ columns: Int)
        throws
    {
        for playbook in try Self.playbooks.get() {
            let text = PlaybookOutline(playbook).text(columns: columns)
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
        }
    }

    @Test func `Graphviz draws every playbook, every step in it`() throws {
        for playbook in try Self.playbooks.get() {
            let drawn = try Graphviz.draw(
                PlaybookPicture(PlaybookOutline(playbook)).dot, as: "svg")
            let document = try XMLDocument(data: drawn)
            let titles = try document.nodes(forXPath: "//*[local-name()='title']")
                .compactMap(\.stringValue)
            for activity in playbook.stages.flatMap(\.activities) {
                #expect(titles.contains(activity.id))
            }
        }
    }

    @Test func `what it looks back at is told in words, pictures and BPMN`() throws {
        let looking = try Self.playbooks.get().filter { !$0.history.isEmpty }
        #expect(!looking.isEmpty)
        for playbook in looking {
            let outline = PlaybookOutline(playbook)
            for history in playbook.history {
                #expect(outline.text(columns: 100).contains(history.words))
                #expect(PlaybookPicture(outline).dot.contains(history.words))
                #expect(try BPMNDocument.xml(of: outline).contains(history.words))
            }
        }
    }

    @Test func `what is not a graph is refused`() {
        #expect(throws: Graphviz.Failure.self) { try Graphviz.draw("digraph {", as: "svg") }
    }
}

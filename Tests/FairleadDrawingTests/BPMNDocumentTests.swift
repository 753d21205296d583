import FairleadDrawing
import FairleadPlaybook
import FairleadTesting
import Foundation
import FoundationXML
import Testing

@Suite struct `A playbook as BPMN` {
    @Test func `all that has an id is drawn, and every flow leads from a node to a node`() throws {
        for playbook in try `A playbook as a picture`.playbooks.get() {
            let document = try XMLDocument(
                xmlString: BPMNDocument.xml(of: PlaybookOutline(playbook)))
            func values(_ path: String) throws -> [String] {
                try document.nodes(forXPath: path).compactMap(\.stringValue)
            }
            let flows = try values("//*[local-name()='sequenceFlow']/@id")
            let shown = Set(try values("//@bpmnElement"))
            let nodes = Set(
                try values(
                    "//*[local-name()='process']//*[not(contains(local-name(),'Definition'))]/@id")
            ).subtracting(flows)
            #expect(shown == nodes.union(flows).union(["process_\(playbook.name)"]))
            for end in ["@sourceRef", "@targetRef"] {
                #expect(try nodes.isSuperset(of: values("//*[local-name()='sequenceFlow']/\(end)")))
            }
            for activity in playbook.stages.flatMap(\.activities) {
                #expect(nodes.contains("step_\(activity.id)"))
            }
        }
    }

    @Test(
        .enabled(
            if: SpiffWorkflow.isInstalled(), "SpiffWorkflow (PyPI) cannot be installed here"))
    func `the standard's schema and a BPMN engine's parser accept it`() throws {
        for playbook in try `A playbook as a picture`.playbooks.get() {
            let file = FileManager.default.temporaryDirectory.appending(
                path: "fairlead-\(UUID()).bpmn")
            // The parser makes nothing of a process that is not there to be run.
            try BPMNDocument.xml(of: PlaybookOutline(playbook))
                .replacing("isExecutable=\"false\"", with: "isExecutable=\"true\"")
                .write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            let judged = SpiffWorkflow.judge(file, process: "process_\(playbook.name)")
            #expect(judged == "accepted", "\(playbook.name)")
        }
    }
}

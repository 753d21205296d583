public import FairleadPlaybook
import Foundation
import FoundationXML

/// A playbook as BPMN 2.0 (ISO/IEC 19510) with its diagram: a document for modelling tools, not to
/// be run by them.
///
/// A stage is a sub-process with a timer on its border, which comes where it does not complete; a
/// condition is an exclusive gateway before the step and one behind it; a reaction is an event
/// sub-process. What BPMN has no element for (completion rules, clocks, what joins the case or
/// opens it again, a step that comes after a step of another stage) is said in annotations.
public struct BPMNDocument {
    private let outline: PlaybookOutline
    private let process: XMLElement
    private var picture = BPMNPicture()
    /// Events by name, each declared once as a message.
    private var messages: [String] = []

    private static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"

    /// - Throws: `Graphviz.Failure`, for Graphviz places what the diagram shows.
    public static func xml(of outline: PlaybookOutline) throws -> String {
        var document = BPMNDocument(outline)
        return try document.text()
    }

    private init(_ outline: PlaybookOutline) {
        self.outline = outline
        process = XMLElement(
            "process",
            [
                "id": "process_\(outline.name)", "name": outline.name, "isExecutable": "false",
            ])
    }

    private mutating func text() throws -> String {
        process.addChild(Self.documentation(outline.purpose))
        let size = try fill(process, with: FlowGraph(outline), at: (40, 40))
        let bottom = besideThePlan(under: size.height + 80)
        annotate(under: bottom)
        let definitions = XMLElement(
            "definitions",
            [
                "xmlns": Self.model, "xmlns:bpmndi": BPMNPicture.namespace,
                "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
                "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "id": "playbook_\(outline.name)_\(outline.version)", "name": outline.name,
                "targetNamespace": "urn:fairlead:playbook:\(outline.name)",
                "exporter": "Fairlead",
            ])
        for message in messages {
            definitions.addChild(
                XMLElement("message", ["id": Self.messageID(message), "name": message]))
        }
        definitions.addChild(process)
        definitions.addChild(picture.diagram(of: "process_\(outline.name)"))
        let document = XMLDocument(rootElement: definitions)
        document.version = "1.0"
        document.characterEncoding = "UTF-8"
        return document.xmlString(options: [.nodePrettyPrint]) + "\n"
    }

    // MARK: The plan

    private mutating func fill(
        _ parent: XMLElement, with graph: FlowGraph, at origin: (x: Double, y: Double)
    ) throws -> (width: Double, height: Double) {
        let layout = try FlowLayout(graph, Self.size)
        for node in graph.nodes {
            guard let box = layout.boxes[node.id] else { continue }
            let element = element(of: node)
            for edge in graph.edges where edge.to == node.id {
                element.addChild(XMLElement("incoming", [:], text: edge.id))
            }
            for edge in graph.edges where edge.from == node.id {
                element.addChild(XMLElement("outgoing", [:], text: edge.id))
                if edge.isDefault { element.set("default", edge.id) }
            }
            addDefinition(of: node, to: element)
            parent.addChild(element)
            let place = (x: origin.x + box.x, y: origin.y + box.y)
            if case .stage(let stage, let inner) = node.shape {
                let room = Self.room(under: stage)
                let frame = (width: box.width, height: box.height - room)
                picture.shape(
                    node.id, place.x, place.y, frame.width, frame.height, isExpanded: true)
                _ = try fill(
                    element, with: inner, at: (place.x + Self.margin, place.y + Self.margin))
                addBorder(of: stage, to: parent, place.x, place.y + frame.height)
            } else {
                picture.shape(node.id, place.x, place.y, box.width, box.height)
            }
        }
        for edge in graph.edges {
            let flow = XMLElement(
                "sequenceFlow", ["id": edge.id, "sourceRef": edge.from, "targetRef": edge.to])
            if let condition = edge.condition { flow.addChild(Self.expression(condition)) }
            parent.addChild(flow)
            let points = layout.waypoints[edge.id] ?? []
            picture.edge(edge.id, points.map { (origin.x + $0.x, origin.y + $0.y) })
        }
        return (origin.x + layout.width, origin.y + layout.height)
    }

    private func element(of node: FlowGraph.Node) -> XMLElement {
        let name: String
        var notes: [String] = []
        switch node.shape {
        case .start: name = "startEvent"
        case .end: name = "endEvent"
        case .gateway(let gateway): name = gateway
        case .stage(let stage, _):
            name = "subProcess"
            notes = ["completes when: \(stage.completesWhen)"]
        case .step(let step):
            name = Self.task(for: step.kind)
            notes = step.notes.map { "\($0.name): \($0.words)" }
            if let condition = step.asSoonAs {
                notes.append("as soon as: \(condition)")
            }
            if let stage = outline.stage(ofStep: step.id) {
                let own = Set(stage.steps.map(\.id))
                let others = step.after.filter { !own.contains($0) }
                if !others.isEmpty {
                    notes.append("after, in another stage: " + others.joined(separator: ", "))
                }
            }
        }
        let element = XMLElement(name, ["id": node.id])
        if !node.name.isEmpty { element.set("name", node.name) }
        if !notes.isEmpty {
            let text = notes.joined(separator: "\n")
            element.addChild(Self.documentation(text))
        }
        return element
    }

    private static func task(for kind: PlaybookOutline.Step.Kind) -> String {
        switch kind {
        case .estimate, .classify, .lookup, .act: "serviceTask"
        case .call: "callActivity"
        case .decide: "businessRuleTask"
        case .notify, .escalate: "sendTask"
        case .task: "userTask"
        case .wait: "intermediateCatchEvent"
        }
    }

    private mutating func addDefinition(of node: FlowGraph.Node, to element: XMLElement) {
        switch node.shape {
        case .start(let event?): element.addChild(message(event, node.id))
        case .step(let step) where step.kind == .wait:
            element.addChild(message(step.subject, node.id))
        default: break
        }
    }

    private mutating func message(_ event: String, _ node: String) -> XMLElement {
        if !messages.contains(event) { messages.append(event) }
        return XMLElement(
            "messageEventDefinition",
            ["id": "\(node)_message", "messageRef": Self.messageID(event)])
    }

    /// The timer on a stage's border and the exception that it leads to.
    private mutating func addBorder(
        of stage: PlaybookOutline.Stage, to parent: XMLElement, _ x: Double, _ bottom: Double
    ) {
        let (timer, end) = ("late_\(stage.name)", "exception_\(stage.name)")
        let flow = "flow_late_\(stage.name)"
        let boundary = XMLElement(
            "boundaryEvent",
            ["id": timer, "attachedToRef": "stage_\(stage.name)", "cancelActivity": "false"])
        boundary.addChild(XMLElement("outgoing", [:], text: flow))
        let definition = XMLElement("timerEventDefinition", ["id": "\(timer)_timer"])
        let duration = Self.expression(
            stage.byDuration, named: "timeDuration")
        definition.addChild(duration)
        boundary.addChild(definition)
        parent.addChild(boundary)
        let exception = XMLElement(
            "endEvent", ["id": end, "name": "\(stage.exception), to \(stage.owner)"])
        exception.addChild(XMLElement("incoming", [:], text: flow))
        parent.addChild(exception)
        parent.addChild(
            XMLElement("sequenceFlow", ["id": flow, "sourceRef": timer, "targetRef": end]))
        let event = BPMNPicture.eventSide
        let (left, y) = (x + 40, bottom + 60)
        picture.shape(timer, left, bottom - event / 2, event, event)
        picture.shape(end, left + 80, y - event / 2, event, event)
        let middle = left + event / 2
        picture.edge(flow, [(middle, bottom + event / 2), (middle, y), (left + 80, y)])
    }

    // MARK: Beside the plan

    /// Reactions as event sub-processes, three a row; answers where they end.
    private mutating func besideThePlan(under top: Double) -> Double {
        let (width, height, gap) = (360.0, 130.0, 30.0)
        var count = 0
        for (index, reaction) in outline.reactions.enumerated() where reaction.does != "reopen" {
            let x = 40 + Double(count % 3) * (width + gap)
            let y = top + Double(count / 3) * (height + gap)
            add(reaction, "reaction\(index)", (x, y), (width, height))
            count += 1
        }
        return top + Double((count + 2) / 3) * (height + gap)
    }

    private mutating func add(
        _ reaction: PlaybookOutline.Trigger, _ id: String, _ at: (x: Double, y: Double),
        _ size: (width: Double, height: Double)
    ) {
        let sub = XMLElement(
            "subProcess", ["id": id, "name": reaction.event, "triggeredByEvent": "true"])
        let start = XMLElement(
            "startEvent",
            [
                "id": "\(id)_start", "name": reaction.event,
                "isInterrupting": reaction.ends ? "true" : "false",
            ])
        if let condition = reaction.condition {
            start.addChild(Self.documentation("when \(condition)"))
        }
        start.addChild(XMLElement("outgoing", [:], text: "\(id)_1"))
        start.addChild(message(reaction.event, "\(id)_start"))
        let task = XMLElement("task", ["id": "\(id)_does", "name": reaction.does ?? ""])
        task.addChild(XMLElement("incoming", [:], text: "\(id)_1"))
        task.addChild(XMLElement("outgoing", [:], text: "\(id)_2"))
        let end = XMLElement("endEvent", ["id": "\(id)_end"])
        end.addChild(XMLElement("incoming", [:], text: "\(id)_2"))
        for child in [
            start, task, end,
            XMLElement(
                "sequenceFlow",
                ["id": "\(id)_1", "sourceRef": "\(id)_start", "targetRef": "\(id)_does"]),
            XMLElement(
                "sequenceFlow",
                ["id": "\(id)_2", "sourceRef": "\(id)_does", "targetRef": "\(id)_end"]),
        ] { sub.addChild(child) }
        process.addChild(sub)
        let (middle, event) = (at.y + size.height / 2, BPMNPicture.eventSide)
        picture.shape(id, at.x, at.y, size.width, size.height, isExpanded: true)
        picture.shape("\(id)_start", at.x + 30, middle - event / 2, event, event)
        picture.shape("\(id)_does", at.x + 110, middle - 30, 160, 60)
        picture.shape("\(id)_end", at.x + 300, middle - event / 2, event, event)
        picture.edge("\(id)_1", [(at.x + 30 + event, middle), (at.x + 110, middle)])
        picture.edge("\(id)_2", [(at.x + 270, middle), (at.x + 300, middle)])
    }

    /// What BPMN has no element for.
    private mutating func annotate(under top: Double) {
        var texts = outline.stages.map { "\($0.name) completes when \($0.completesWhen)" }
        texts += outline.clocks.map { "Clock \($0.name): \($0.words)" }
        texts += outline.history.map { "Looks back, \($0.name): \($0.words)" }
        if !outline.joins.isEmpty {
            texts.append("Joins: \(outline.joins.map(\.event).joined(separator: ", "))")
        }
        texts += outline.reactions.filter { $0.does == "reopen" }.map {
            "\($0.event) opens the closed case again"
        }
        for (index, text) in texts.enumerated() {
            let id = "note\(index)"
            let note = XMLElement("textAnnotation", ["id": id])
            note.addChild(XMLElement("text", [:], text: text))
            process.addChild(note)
            picture.shape(id, 40, top + Double(index) * 50, 600, 40)
        }
    }

    // MARK: Sizes

    private static let margin = 30.0

    private static func room(under stage: PlaybookOutline.Stage) -> Double { 90 }

    private static func size(of node: FlowGraph.Node) -> (width: Double, height: Double) {
        switch node.shape {
        case .start, .end: return (BPMNPicture.eventSide, BPMNPicture.eventSide)
        case .gateway: return (50, 50)
        case .step(let step):
            return step.kind == .wait
                ? (BPMNPicture.eventSide, BPMNPicture.eventSide) : (150, 70)
        case .stage(let stage, let inner):
            let layout = try? FlowLayout(inner, size)
            return (
                max(240, (layout?.width ?? 0) + 2 * margin),
                (layout?.height ?? 0) + 2 * margin + room(under: stage)
            )
        }
    }

    // MARK: Elements

    private static func documentation(_ text: String) -> XMLElement {
        XMLElement("documentation", [:], text: text)
    }

    private static func expression(
        _ text: String, named name: String = "conditionExpression"
    ) -> XMLElement {
        XMLElement(name, ["xsi:type": "tFormalExpression"], text: text)
    }

    private static func messageID(_ event: String) -> String {
        "message_" + event.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }
}

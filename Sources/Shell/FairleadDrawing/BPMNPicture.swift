import Foundation
import FoundationXML

/// The diagram of a BPMN document: a shape for each node, an edge for each flow (BPMN DI).
struct BPMNPicture {
    static let namespace = "http://www.omg.org/spec/BPMN/20100524/DI"
    /// Width and height of an event, as modelling tools draw it.
    static let eventSide = 36.0

    private var parts: [XMLElement] = []

    mutating func shape(
        _ id: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double,
        isExpanded: Bool = false
    ) {
        let shape = XMLElement(
            "bpmndi:BPMNShape", ["id": "\(id)_shape", "bpmnElement": id])
        if isExpanded { shape.set("isExpanded", "true") }
        shape.addChild(
            XMLElement(
                "dc:Bounds",
                [
                    "x": Self.number(x), "y": Self.number(y), "width": Self.number(width),
                    "height": Self.number(height),
                ]))
        parts.append(shape)
    }

    /// An edge through at least two points.
    mutating func edge(_ id: String, _ points: [(x: Double, y: Double)]) {
        let edge = XMLElement("bpmndi:BPMNEdge", ["id": "\(id)_edge", "bpmnElement": id])
        for point in points {
            edge.addChild(
                XMLElement(
                    "di:waypoint", ["x": Self.number(point.x), "y": Self.number(point.y)]))
        }
        parts.append(edge)
    }

    func diagram(of process: String) -> XMLElement {
        let diagram = XMLElement("bpmndi:BPMNDiagram", ["id": "diagram"])
        let plane = XMLElement("bpmndi:BPMNPlane", ["id": "plane", "bpmnElement": process])
        for part in parts { plane.addChild(part) }
        diagram.addChild(plane)
        return diagram
    }

    /// To a tenth of a point.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return sign + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

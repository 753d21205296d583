import Foundation

/// Where the nodes of a level stand, in the points of BPMN's diagrams, from the upper left.
struct FlowLayout {
    struct Box {
        var x: Double
        var y: Double
        let width: Double
        let height: Double
    }

    private(set) var boxes: [String: Box] = [:]
    private(set) var waypoints: [String: [(x: Double, y: Double)]] = [:]
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// Lays out nodes of known sizes.
    init(_ graph: FlowGraph, _ size: (FlowGraph.Node) -> (width: Double, height: Double)) throws {
        let points = 72.0
        var dot = "digraph { rankdir=LR; splines=ortho; nodesep=0.35; ranksep=0.5;\n"
        dot += "node [shape=box, fixedsize=true, label=\"\"];\n"
        let names = Dictionary(
            uniqueKeysWithValues: graph.nodes.enumerated().map { ($1.id, "n\($0)") })
        for node in graph.nodes {
            let (width, height) = size(node)
            dot +=
                "\(names[node.id] ?? "") [width=\(width / points), height=\(height / points)];\n"
        }
        for edge in graph.edges {
            dot += "\(names[edge.from] ?? "") -> \(names[edge.to] ?? "");\n"
        }
        let plain = try Graphviz.draw(dot + "}", as: "plain")
        let ids = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })
        // Lines between the same two nodes come in the order in which they were written.
        var waiting = graph.edges
        for line in String(decoding: plain, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let numbers = words.map { (Double($0) ?? 0) * points }
            switch words.first {
            case "graph" where words.count >= 4:
                (width, height) = (numbers[2], numbers[3])
            case "node" where words.count >= 6:
                guard let id = ids[words[1]] else { continue }
                boxes[id] = Box(
                    x: numbers[2] - numbers[4] / 2, y: height - numbers[3] - numbers[5] / 2,
                    width: numbers[4], height: numbers[5])
            case "edge" where words.count >= 6:
                guard let from = ids[words[1]], let to = ids[words[2]],
                    let place = waiting.firstIndex(where: { $0.from == from && $0.to == to }),
                    let count = Int(words[3]), words.count >= 4 + 2 * count
                else { continue }
                // Anchors of the curve: every third point, the others only bend it.
                waypoints[waiting.remove(at: place).id] = stride(from: 0, to: count, by: 3).map {
                    (numbers[4 + 2 * $0], height - numbers[5 + 2 * $0])
                }
            default: continue
            }
        }
    }
}

import FairleadPlaybook

/// Reads where work for people waits and who does it: `queues.yaml` and `people.yaml`.
enum WorkforceReader {
    static let skillsMax = 50

    /// `queues.yaml`: the role that owns each, who works there, and how work comes to them.
    static func queues(
        _ node: SourceNode, roles: [String], _ diagnostics: inout Diagnostics
    ) -> [Queue] {
        var queues: [Queue] = []
        guard let fields = MappingReader(node, "the file", required: ["queues"], &diagnostics)
        else { return queues }
        for member in fields.members("queues", &diagnostics) {
            guard
                let inner = MappingReader(
                    member.value, "a queue", required: ["owner"],
                    optional: ["purpose", "assign", "skills"], &diagnostics),
                let owner = inner.text("owner", &diagnostics)
            else {
                queues.append(Queue(name: member.key, owner: ""))
                continue
            }
            VocabularyReader.refuse(
                unknown: owner, "role", among: roles, at: inner["owner"] ?? member.value,
                &diagnostics)
            queues.append(
                Queue(
                    name: member.key, owner: owner,
                    assignment: inner.choice("assign", Queue.Assignment.self, &diagnostics)
                        ?? .claim, skills: skills(inner, &diagnostics)))
        }
        return queues
    }

    /// `people.yaml`: by the names of their tokens.
    static func workers(
        _ node: SourceNode, queues: [String], _ diagnostics: inout Diagnostics
    ) -> [Worker] {
        guard let fields = MappingReader(node, "the file", required: ["people"], &diagnostics)
        else { return [] }
        var workers: [Worker] = []
        for member in fields.members("people", &diagnostics) {
            guard
                let inner = MappingReader(
                    member.value, "a person", required: ["queues", "capacity"],
                    optional: ["skills"], &diagnostics)
            else { continue }
            for item in inner.items("queues") {
                guard let name = item.text("a queue", &diagnostics) else { continue }
                VocabularyReader.refuse(
                    unknown: name, "queue", among: queues, at: item, &diagnostics)
            }
            let capacity = inner.integer("capacity", in: 1...Worker.capacityMax, &diagnostics)
            workers.append(
                Worker(
                    name: member.key, queues: inner.texts("queues", &diagnostics),
                    skills: skills(inner, &diagnostics), capacity: Int(capacity ?? 1)))
        }
        return workers.sorted { $0.name < $1.name }
    }

    private static func skills(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> [String] {
        let skills = fields.texts("skills", &diagnostics)
        if skills.count > skillsMax, let node = fields["skills"] {
            diagnostics.error("at most \(skillsMax) skills", at: node.position)
        }
        return skills
    }
}

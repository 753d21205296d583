import FEEL
import FairleadDomain
import FairleadPlaybook

/// Reads `objects/*.yaml`: a business object's fields, each with its type, labels and owner.
struct ObjectReader {
    /// Where each field's type stands, as `type.field`.
    private(set) var positions: [String: SourcePosition] = [:]
    private(set) var schemas: [ObjectSchema] = []

    mutating func read(_ node: SourceNode, _ diagnostics: inout Diagnostics) {
        guard
            let fields = MappingReader(
                node, "an object", required: ["object", "version", "owner", "fields"],
                optional: ["purpose"], &diagnostics),
            let type = fields.name("object", &diagnostics),
            let version = fields.integer("version", in: 1...1_000_000, &diagnostics),
            let owner = fields.text("owner", &diagnostics)
        else { return }
        if schemas.contains(where: { $0.type == type }) {
            diagnostics.error(
                "the object '\(type)' is declared twice",
                at: fields["object"]?.position ?? node.position)
            return
        }
        var declared: [ObjectSchema.Field] = []
        for member in fields.members("fields", &diagnostics) {
            guard let field = field(member, owner: owner, &diagnostics) else { continue }
            declared.append(field)
            positions["\(type).\(field.name)"] = member.value.position
        }
        schemas.append(ObjectSchema(type: type, version: Int(version), fields: declared))
    }

    private func field(
        _ member: SourceNode.Member, owner: String, _ diagnostics: inout Diagnostics
    ) -> ObjectSchema.Field? {
        guard
            let fields = MappingReader(
                member.value, "a field", required: ["labels"],
                optional: ["type", "values", "owner", "optional"], &diagnostics)
        else { return nil }
        if !isPlainName(member.key) {
            diagnostics.error("'\(member.key)' cannot be a name", at: member.keyPosition)
            return nil
        }
        let type: String?
        switch (fields.has("type"), fields.has("values")) {
        case (true, false): type = fields.text("type", &diagnostics)
        case (false, true):
            type = fields.texts("values", &diagnostics).map(quoted).joined(separator: ", ")
        default:
            diagnostics.error(
                "a field has either 'type' or 'values'", at: member.value.position)
            type = nil
        }
        guard let type else { return nil }
        return ObjectSchema.Field(
            name: member.key, type: type, labels: Labels(fields.texts("labels", &diagnostics)),
            owner: fields.text("owner", &diagnostics) ?? owner,
            optional: fields.boolean("optional", &diagnostics) ?? false)
    }
}

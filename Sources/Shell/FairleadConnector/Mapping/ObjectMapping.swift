import FairleadDomain
public import FairleadPlaybook

/// How an outside object becomes a canonical one; webhooks, sweeps and look-ups share it.
public struct ObjectMapping: Sendable, Hashable {
    /// What `use` says, such as `paymentOfCharge`.
    public let name: String
    /// The canonical type, such as `payment`.
    public let type: String
    public let fields: [MappedField]
    public let position: SourcePosition

    static func parse(
        _ member: SourceNode.Member, _ diagnostics: inout Diagnostics
    ) -> ObjectMapping? {
        guard
            let reader = MappingReader(
                member.value, "the object '\(member.key)'", required: ["fields"],
                optional: ["type"], &diagnostics),
            let fields = reader["fields"]
        else { return nil }
        return ObjectMapping(
            name: member.key, type: reader.text("type", &diagnostics) ?? member.key,
            fields: ValueMapping.fields(fields, &diagnostics), position: member.keyPosition)
    }

    /// Whether the schemas know the type and each field that is filled here.
    func check(against schemas: [ObjectSchema], _ diagnostics: inout Diagnostics) {
        guard let schema = schemas.first(where: { $0.type == type }) else {
            diagnostics.error(
                "there is no object type '\(type)'", at: position,
                hint: NearestName.hint(for: type, among: schemas.map(\.type)))
            return
        }
        for field in fields where schema.field(field.name) == nil {
            diagnostics.error(
                "'\(type)' has no field '\(field.name)'", at: position,
                hint: NearestName.hint(for: field.name, among: schema.fields.map(\.name)))
        }
    }
}

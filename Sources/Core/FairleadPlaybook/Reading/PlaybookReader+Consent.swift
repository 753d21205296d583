import FEEL

// Consent of people: an approval of its own, and what becomes of one that nobody answers.
extension PlaybookReader {
    /// How long an approval may wait where nothing is said: four hours.
    public static let approveMillisecondsDefault: Int64 = 4 * 3_600_000

    /// `approve: quote`, or `approve: {revision: quote.revision, total: netTotal}`: the consent
    /// binds exactly these values.
    mutating func consent(_ kind: SourceNode.Member, _ fields: MappingReader) -> Act? {
        guard let governed = ruling(fields) else { return nil }
        let inner = scope.under(ruling: governed)
        var arguments: [Argument] = []
        if case .mapping(let members) = kind.value.content {
            for member in members {
                guard let value = expression(member.value, in: inner) else { continue }
                arguments.append(Argument(name: member.key, value: value))
            }
            if members.isEmpty {
                diagnostics.error("'approve' names nothing", at: kind.value.position)
            }
        } else if let value = expression(kind.value, in: inner) {
            arguments.append(Argument(name: "subject", value: value))
        }
        return act(
            fields, operation: Act.consent, with: arguments, template: nil, governedBy: governed,
            compensate: nil)
    }

    /// What becomes of an approval in time.
    struct Expiry {
        let within: Allowance
        let to: String?
        let way: WayOut?
    }

    /// `ifExpired: {after: {elapsed: PT4H}, to: ROLE, task: …, queue: …}`: first the next role is
    /// asked, then it goes its way out.
    mutating func expiry(_ fields: MappingReader) -> Expiry {
        var within =
            allowance(fields["approveWithin"], "'approveWithin'")
            ?? .elapsed(PlaybookReader.approveMillisecondsDefault)
        guard let node = fields["ifExpired"], case .mapping(let members) = node.content,
            let inner = MappingReader(
                SourceNode(
                    .mapping(members.filter { ["after", "to"].contains($0.key) }),
                    at: node.position), "'ifExpired'", required: [], optional: ["after", "to"],
                &diagnostics)
        else {
            return Expiry(
                within: within, to: nil,
                way: way(out: fields["ifExpired"], "'ifExpired'"))
        }
        let rest = members.filter { !["after", "to"].contains($0.key) }
        if let member = inner.member("after") {
            if fields.has("approveWithin") {
                diagnostics.error(
                    "'after' says again what 'approveWithin' says", at: member.keyPosition)
            }
            if !inner.has("to") {
                diagnostics.error(
                    "'after' goes with 'to'", at: member.keyPosition, hint: "or 'approveWithin'")
            }
            within = allowance(member.value, "'after'") ?? within
        }
        let to = role(inner["to"])
        if to == nil, !inner.has("to"), rest.isEmpty {
            diagnostics.error(
                "'ifExpired' lacks 'task' or 'to'", at: node.position,
                hint: "who is asked next, or what people do then")
        }
        let out = rest.isEmpty ? nil : SourceNode(.mapping(rest), at: node.position)
        return Expiry(
            within: within, to: to, way: way(out: out, "'ifExpired'"))
    }
}

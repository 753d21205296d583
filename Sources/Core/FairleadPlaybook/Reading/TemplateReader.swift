import FEEL
import FairleadDomain

/// Reads text with places for expressions: `Keep premium access for {account.name}`. A brace that
/// is meant as such is written twice.
public enum TemplateReader {
    /// A text beyond this is no message.
    public static let textBytesMax = 16_384

    /// A file of `templates/`: whom it is for is said by what it may read.
    public static func declaration(
        _ node: SourceNode, types: ObjectTypes, _ diagnostics: inout Diagnostics
    ) -> TemplateDeclaration? {
        guard
            let fields = MappingReader(
                node, "a template",
                required: ["template", "version", "owner", "via", "mayRead", "reads", "text"],
                optional: ["purpose", "with"], &diagnostics),
            let name = fields.name("template", &diagnostics),
            let version = fields.integer("version", in: 1...1_000_000, &diagnostics),
            let owner = fields.text("owner", &diagnostics),
            let via = fields.text("via", &diagnostics)
        else { return nil }
        var scope = Scope()
        var reads: [(name: String, type: String)] = []
        for member in fields.members("reads", &diagnostics) {
            guard let text = member.value.text("a type", &diagnostics) else { continue }
            guard let type = types.type(text) else {
                diagnostics.error(
                    "'\(text)' is no type", at: member.value.position,
                    hint: NearestName.hint(for: text, among: types.schemas.keys.sorted()))
                continue
            }
            reads.append((member.key, text))
            scope.declare(member.key, type)
        }
        guard let textNode = fields["text"],
            let text = self.text(textNode, in: scope, &diagnostics)
        else { return nil }
        return TemplateDeclaration(
            template: MessageTemplate(
                name: name, version: Int(version), owner: owner, text: text,
                position: node.position),
            via: via,
            with: fields.members("with", &diagnostics).map {
                ArgumentSource(name: $0.key, value: $0.value)
            }, reads: reads, mayRead: Labels(fields.texts("mayRead", &diagnostics)))
    }

    static func text(
        _ node: SourceNode, in scope: Scope, _ diagnostics: inout Diagnostics
    ) -> TextTemplate? {
        guard let text = node.text("a text", &diagnostics) else { return nil }
        guard text.utf8.count <= textBytesMax else {
            diagnostics.error("the text is longer than \(textBytesMax) bytes", at: node.position)
            return nil
        }
        var reader = Reader(text: text, start: node.position)
        var parts: [TextTemplate.Part] = []
        while let piece = reader.next(&diagnostics) {
            switch piece {
            case .text(let text): parts.append(.text(text))
            case .place(let text, let position):
                guard
                    let expression = Expression.compile(
                        text, at: position, in: scope, expecting: nil, &diagnostics)
                else { continue }
                check(expression, &diagnostics)
                parts.append(.place(expression))
            }
        }
        return TextTemplate(parts: parts)
    }

    /// A place holds one plain value: null, lists and contexts have no words of their own.
    private static func check(_ expression: Expression, _ diagnostics: inout Diagnostics) {
        switch expression.type {
        case .boolean, .number, .string, .enumeration, .date, .time, .dateTime, .daysTime,
            .yearsMonths:
            return
        case ObjectTypes.money: return
        default:
            diagnostics.error(
                "a place in a text needs a plain value, not \(expression.type)",
                at: expression.position)
        }
    }

    private enum Piece {
        case text(String)
        case place(String, SourcePosition)
    }

    private struct Reader {
        let characters: [Character]
        var index = 0
        var position: SourcePosition
        let column: Int

        init(text: String, start: SourcePosition) {
            characters = Array(text)
            position = start
            column = start.column
        }

        mutating func next(_ diagnostics: inout Diagnostics) -> Piece? {
            guard index < characters.count else { return nil }
            if characters[index] == "{", peek(1) != "{" { return place(&diagnostics) }
            var text = ""
            while index < characters.count {
                let character = characters[index]
                if character == "{" || character == "}" {
                    if peek(1) == character {
                        advance()
                    } else if character == "{" {
                        break
                    } else {
                        diagnostics.error("a brace is closed that was not opened", at: position)
                    }
                }
                text.append(character)
                advance()
            }
            return .text(text)
        }

        private mutating func place(_ diagnostics: inout Diagnostics) -> Piece? {
            let open = position
            advance()
            let start = position
            var text = ""
            var depth = 0
            var isQuoted = false
            while index < characters.count {
                let character = characters[index]
                if character == "\"" { isQuoted.toggle() }
                if !isQuoted, character == "{" { depth += 1 }
                if !isQuoted, character == "}" {
                    if depth == 0 {
                        advance()
                        return .place(text, start)
                    }
                    depth -= 1
                }
                text.append(character)
                advance()
            }
            diagnostics.error("this brace is not closed", at: open)
            return nil
        }

        private func peek(_ ahead: Int) -> Character? {
            index + ahead < characters.count ? characters[index + ahead] : nil
        }

        private mutating func advance() {
            if characters[index].isNewline {
                position = SourcePosition(
                    file: position.file, line: position.line + 1, column: column)
            } else {
                position = position.moved(lines: 0, columns: 1)
            }
            index += 1
        }
    }
}

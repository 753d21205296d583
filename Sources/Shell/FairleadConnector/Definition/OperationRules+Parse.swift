import FairleadPlaybook

extension RequestTemplate {
    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> RequestTemplate? {
        guard
            let reader = MappingReader(
                node, "the request", required: ["method", "path"],
                optional: ["query", "json", "form"], &diagnostics),
            let method = reader.choice("method", Method.self, &diagnostics),
            let pathNode = reader["path"],
            let text = pathNode.text("the path", &diagnostics)
        else { return nil }
        guard text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("?"),
            !text.contains("#"), !text.contains("\\"), let path = MappingTemplate(text)
        else {
            diagnostics.error(
                "'\(text)' is no path", at: pathNode.position,
                hint: "it begins with one /, holds {places}, and no query")
            return nil
        }
        if reader.has("json"), let form = reader.member("form") {
            diagnostics.error("a body is json or form", at: form.keyPosition)
        }
        if method == .get, let body = reader.firstKey(of: ["json", "form"]) {
            diagnostics.error("GET has no body", at: body.keyPosition)
        }
        let body = reader["json"] ?? reader["form"]
        return RequestTemplate(
            method: method, path: path,
            query: reader["query"].map { ValueMapping.fields($0, &diagnostics) } ?? [],
            bodyForm: reader.has("form") ? .form : .json,
            body: body.map { ValueMapping.fields($0, &diagnostics) } ?? [])
    }
}

extension Paging {
    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> Paging? {
        guard
            let reader = MappingReader(
                node, "the paging", required: ["parameter", "pagesMax"],
                optional: ["cursor", "lastItem", "more"], &diagnostics),
            let parameter = reader.text("parameter", &diagnostics),
            let pages = reader.integer("pagesMax", in: 1...1_000, &diagnostics)
        else { return nil }
        func path(_ key: String) -> ValuePath? {
            reader[key].flatMap { ValueMapping.path($0, &diagnostics) }
        }
        let next: Next
        if let cursor = path("cursor"), !reader.has("lastItem"), !reader.has("more") {
            next = .cursor(cursor)
        } else if let id = path("lastItem"), let more = path("more"), !reader.has("cursor") {
            next = .lastItem(id: id, more: more)
        } else {
            diagnostics.error(
                "paging goes by 'cursor', or by 'lastItem' and 'more'", at: node.position)
            return nil
        }
        return Paging(parameter: parameter, next: next, pagesMax: Int(pages))
    }
}

extension ErrorRule {
    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> ErrorRule? {
        guard
            let reader = MappingReader(
                node, "an error", required: ["status", "is"], optional: ["code"], &diagnostics),
            let outcome = reader.choice("is", Class.self, &diagnostics)
        else { return nil }
        var statuses: [Int] = []
        for item in reader.items("status") {
            if case .scalar(let text, plain: true) = item.content, let status = Int(text),
                (400...599).contains(status)
            {
                statuses.append(status)
            } else {
                diagnostics.error("a status is 400 to 599", at: item.position)
            }
        }
        return ErrorRule(
            statuses: statuses, codes: reader.texts("code", &diagnostics), outcome: outcome)
    }
}

extension ReadBackRules {
    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> ReadBackRules? {
        guard
            let reader = MappingReader(
                node, "the read-back", required: ["operation", "holds"],
                optional: ["where", "with"],
                &diagnostics),
            let operation = reader.text("operation", &diagnostics), let holds = reader["holds"]
        else { return nil }
        let conditions = ValueMapping.Condition.parse(holds, &diagnostics)
        if conditions.isEmpty, !diagnostics.hasErrors {
            diagnostics.error("a read-back says what must hold", at: holds.position)
        }
        return ReadBackRules(
            operation: operation,
            match: reader["where"].map { ValueMapping.Condition.parse($0, &diagnostics) } ?? [],
            arguments: reader["with"].map { ValueMapping.fields($0, &diagnostics) } ?? [],
            conditions: conditions)
    }
}

extension SweepRules {
    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> SweepRules? {
        guard
            let reader = MappingReader(
                node, "the sweep", required: ["operation", "overlap", "every"],
                optional: ["lookback", "item"], &diagnostics),
            let operation = reader.text("operation", &diagnostics),
            let overlap = reader.milliseconds("overlap", &diagnostics),
            let every = reader.milliseconds("every", &diagnostics)
        else { return nil }
        guard every >= 1_000 else {
            diagnostics.error("a sweep is due at most once a second", at: node.position)
            return nil
        }
        return SweepRules(
            operation: operation, overlapMilliseconds: overlap, everyMilliseconds: every,
            lookbackMilliseconds: reader.milliseconds("lookback", &diagnostics),
            item: reader["item"].flatMap { item($0, &diagnostics) })
    }

    private static func item(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ItemRules? {
        guard
            let reader = MappingReader(
                node, "an item", required: ["id", "type", "time"], &diagnostics),
            let id = reader["id"].flatMap({ ValueMapping.parse($0, &diagnostics) }),
            let type = reader.text("type", &diagnostics),
            let time = reader["time"].flatMap({ ValueMapping.parse($0, &diagnostics) })
        else { return nil }
        return ItemRules(id: id, type: type, time: time)
    }
}

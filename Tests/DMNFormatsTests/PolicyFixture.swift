import DMN
import DMNFormats
import FEEL

/// A small policy as an owner writes it.
enum PolicyFixture {
    static let markdown = """
        # Receivables policy

        Free text, which nothing reads.

        ## Decision: graceLevel

        Who may let service go on while a payment is overdue?

        - Hit policy: PRIORITY
        - Authority: FIN-AR-07 Receivables, clause 4.2, owner finance-controller, author ada@fairlead.example, author Grace Lim, in force from 2026-01-01
        - Input `receivables.pastDue` as Past due: number (>= 0)
        - Input `tier`: "starter", "growth", "enterprise"
        - Input `brokenPromise`: boolean
        - Output `level`: "forbidden", "approval", "automatic"
        - Output `days`: number

        | Past due | tier | brokenPromise | level | days | clause |
        | --- | --- | --- | --- | --- | --- |
        | <= 5000 | - | false | "automatic" | 7 | 4.2 (a) |
        | > 5000 | - | - | "approval" | 7 | 4.2 (b) |
        | - | - | true | "approval" | 14 | 4.2 (c) |
        | > 100000 | "starter" | - | "forbidden" | 0 | 4.3 |

        ## Decision: graceEnds

        - Uses `startsOn`: date
        - Result: date

        ```feel
        startsOn
          + duration("P" + string(graceLevel.days) + "D")
        ```
        """

    static func graph() throws -> DecisionGraph {
        try graph(markdown)
    }

    static func graph(_ markdown: String) throws(CompileError) -> DecisionGraph {
        try DecisionGraph([
            try ModelText(bytes: Array(markdown.utf8), format: .markdown, file: "policy.md").model
        ])
    }
}

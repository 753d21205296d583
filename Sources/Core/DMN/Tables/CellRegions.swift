/// Which regions of a column pass each rule's cell. Cells that say the same share one answer.
struct CellRegions: Sendable {
    /// Regions next to each other, the last included.
    struct Run: Sendable {
        let first: Int32
        let last: Int32

        init(_ first: Int, _ last: Int) {
            self.first = Int32(first)
            self.last = Int32(last)
        }
    }

    /// Which of the answers each rule has.
    let answers: [Int32]
    /// Where the runs of each answer begin; one more than there are answers.
    let starts: [Int32]
    /// The runs of each answer, ascending and apart.
    let runs: [Run]

    init(answers: [Int32], runs: [[Run]]) {
        self.answers = answers
        self.runs = Array(runs.joined())
        var starts: [Int32] = [0]
        for part in runs { starts.append(starts[starts.count - 1] + Int32(part.count)) }
        self.starts = starts
    }

    func passes(_ rule: Int, _ region: Int) -> Bool {
        let answer = Int(answers[rule])
        var at = Int(starts[answer])
        let end = Int(starts[answer + 1])
        while at < end {
            if region <= Int(runs[at].last) { return region >= Int(runs[at].first) }
            at += 1
        }
        return false
    }

    /// The runs of a rule's cell.
    func runs(of rule: Int) -> ArraySlice<Run> {
        let answer = Int(answers[rule])
        return runs[Int(starts[answer])..<Int(starts[answer + 1])]
    }
}

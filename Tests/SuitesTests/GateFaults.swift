/// A suite whose seventh line is `gate`, and the text in it, its last, that the message must point at.
private func fault(_ title: String, _ gate: String, at text: String, _ words: String...) -> BrokenSuite {
    let line = "gate: " + gate
    guard let range = line.ranges(of: text).last else { preconditionFailure("no \(text) in \(line)") }
    let column = line.distance(from: line.startIndex, to: range.lowerBound) + 1
    return BrokenSuite(title, small(line), at: (7, column), words: words)
}

private let accuracy = "{metric: accuracy, margin: 0.01}"

/// A gate of one metric with more keys.
private func gate(_ more: String) -> String { "{metrics: [\(accuracy)], \(more)}" }

/// What may be wrong with the section `gate`.
let gateFaults: [BrokenSuite] = [
    fault("a gate of a word", "strict", at: "strict", "the gate must be a mapping", "text (strict)"),
    fault("a gate without metrics", "{alpha: 0.1}", at: "{alpha", "the gate needs the key \"metrics\""),
    fault("no metric", "{metrics: []}", at: "[]", "must not be empty"),
    fault("a word for metrics", "{metrics: accuracy}", at: "accuracy", "expects a list"),
    fault("a bare metric", "{metrics: [accuracy]}", at: "accuracy", "must be a mapping"),
    fault(
        "an unknown metric", "{metrics: [{metric: acuracy, margin: 1}]}", at: "acuracy",
        "did you mean \"accuracy\""),
    fault("no name", "{metrics: [{margin: 1}]}", at: "{margin", "needs the key \"metric\""),
    fault("no margin", "{metrics: [{metric: nll}]}", at: "{metric:", "needs the key \"margin\"", "5%"),
    fault(
        "an unknown key of a metric", "{metrics: [{metric: nll, margn: 1, margin: 1}]}", at: "margn",
        "did you mean \"margin\""),
    fault(
        "a margin of nothing", "{metrics: [{metric: nll, margin: 0}]}", at: "0}", "must be more than 0",
        "bits: same"),
    fault("a negative margin", "{metrics: [{metric: nll, margin: -0.1}]}", at: "-0.1", "more than 0"),
    fault("a margin of 0%", "{metrics: [{metric: nll, margin: 0%}]}", at: "0%", "more than 0"),
    fault(
        "a margin in words", "{metrics: [{metric: nll, margin: small}]}", at: "small",
        "a number or a percentage"),
    fault(
        "a percentage of what", "{metrics: [{metric: nll, margin: x%}]}", at: "x%", "number or a percentage"),
    fault(
        "an unknown part", "{metrics: [{metric: nll, part: tets, margin: 1}]}", at: "tets",
        "train, validation or test", "did you mean \"test\""),
    fault(
        "another direction", "{metrics: [{metric: nll, direction: higher, margin: 1}]}", at: "higher",
        "better when it is lower"),
    fault(
        "an unknown direction", "{metrics: [{metric: nll, direction: up, margin: 1}]}", at: "up",
        "higher or lower"),
    fault(
        "the same metric twice", "{metrics: [\(accuracy), {metric: accuracy, margin: 2%}]}",
        at: "{metric: accuracy, margin: 2%}", "\"accuracy\" on test stands twice", "line 7"),
    fault("an unknown key", gate("alhpa: 0.1"), at: "alhpa", "did you mean \"alpha\""),
    fault("half of all", gate("alpha: 0.5"), at: "0.5}", "0.5)"),
    fault("alpha in words", gate("alpha: low"), at: "low", "expects a number"),
    fault("power below alpha", gate("alpha: 0.1, power: 0.1"), at: "0.1}", "more than alpha"),
    fault("full power", gate("power: 1"), at: "1}", "(0, 1)"),
    fault("all may fail", gate("failures: 100%"), at: "100%", "a share in [0, 1)", "2%"),
    fault("failures in words", gate("failures: few"), at: "few", "a share in [0, 1)"),
    fault("bits", gate("bits: equal"), at: "equal", "any or same"),
    fault("scope", gate("by: methods"), at: "methods", "did you mean \"method\""),
    fault("inconclusive", gate("inconclusive: warn"), at: "warn", "pass or fail"),
    fault("an inconclusive truth", gate("inconclusive: true"), at: "true", "expects text"),
    fault("fewer seeds than the suite", gate("max_seeds: 1"), at: "1}", "at least the suite's 2 seeds"),
    fault("no seeds", gate("max_seeds: 0"), at: "0}", "at least 1"),
    fault("an unknown cost", gate("costs: [{cost: time, margin: 9%}]"), at: "time", "speed or memory"),
    fault("a cost without margin", gate("costs: [{cost: speed}]"), at: "{cost", "needs the key \"margin\""),
    fault(
        "an absolute cost", gate("costs: [{cost: memory, margin: 0.1}]"), at: "0.1}]",
        "must be a percentage", "10%"),
    fault("speed of nothing", gate("costs: [{cost: speed, margin: 100%}]"), at: "100%", "below 100%"),
    fault(
        "the same cost twice", gate("costs: [{cost: memory, margin: 5%}, {cost: memory, margin: 6%}]"),
        at: "{cost: memory, margin: 6%}", "\"memory\" stands twice", "line 7"),
]

/// The faults that `BrokenSuiteTests` tries, one suite each.
let brokenSuites: [BrokenSuite] =
    syntaxFaults + scalarFaults + headerFaults + axisFaults + methodFaults + ruleFaults + gateFaults

private let syntaxFaults: [BrokenSuite] = [
    BrokenSuite("empty file", "", at: (1, 1), "empty"),
    BrokenSuite("only a comment", "# nothing\n", at: (1, 1), "empty"),
    BrokenSuite("only null", "~\n", at: (1, 1), "empty"),
    BrokenSuite("a list at the top", "- version: 1\n", at: (1, 1), "must be a mapping", "found a list"),
    BrokenSuite("text at the top", "hello\n", at: (1, 1), "must be a mapping", "text (hello)"),
    BrokenSuite("tab indentation", small("training:\n\tepochs: 3"), at: (8, 1), "tab", "spaces"),
    BrokenSuite(
        "unclosed bracket", small("training: {epochs: 3\nseeds2: 1"), at: (8, 7), "not valid YAML", "','"),
    BrokenSuite(
        "unclosed quote", small("description: \"abc\n"), at: (8, 1), "not valid YAML", "quoted scalar"),
    BrokenSuite(
        "duplicate key", small("training: {}\nname: again"), at: (8, 1), "duplicate key \"name\"", "line 2"),
    BrokenSuite(
        "duplicate key in braces", small("training: {epochs: 1, batch_size: 2, epochs: 3}"), at: (7, 38),
        "duplicate key \"epochs\""),
    BrokenSuite("duplicate key in quotes", small("\"name\": again"), at: (7, 1), "duplicate key \"name\""),
    BrokenSuite(
        "language tag", small("training: !!python/object {epochs: 3}"), at: (7, 11), "tags are not allowed"),
    BrokenSuite("local tag", small("training: {epochs: !foo 3}"), at: (7, 20), "tags are not allowed"),
    BrokenSuite("tag directive", "%TAG ! tag:x,1:\n---\n" + small(), at: (1, 1), "tags are not allowed"),
    BrokenSuite("string tag", small("description: !!str 3"), at: (7, 14), "tags are not allowed"),
    BrokenSuite("tag after an anchor", small("description: &a !x y"), at: (7, 14), "tags are not allowed"),
    BrokenSuite("two documents", small("---\nversion: 1"), at: (7, 1), "second document"),
    BrokenSuite("undefined alias", small("training: *none"), at: (7, 11), "undefined alias"),
    BrokenSuite("an alias in itself", small("training: &a {epochs: *a}"), at: (7, 23), "undefined alias"),
    BrokenSuite("a list as a key", small("[a, b]: 1"), at: (7, 1), "a key must be plain text"),
    BrokenSuite("an alias as a key", small("description: &d x\n*d : 1"), at: (8, 1), "cannot be a key"),
    BrokenSuite("merge key", small("training: {<<: {epochs: 3}}"), at: (7, 12), "\"<<\"", "YAML 1.2"),
    BrokenSuite("control character", small("description: a\u{1}b"), at: (7, 15), "U+0001"),
    BrokenSuite("alias bomb", aliasBomb(inKey: false), at: (6, 1), "100000 values", "aliases"),
    BrokenSuite("alias bomb in a key", aliasBomb(inKey: true), at: (15, 1), "cannot be a key"),
    BrokenSuite(
        "deep brackets", small("description: " + String(repeating: "[", count: 100_000)), at: (7, 214),
        "nested too deeply"),
    BrokenSuite(
        "deep dashes", small("description:\n" + String(repeating: "- ", count: 10_000)), at: (8, 502),
        "nested too deeply"),
    BrokenSuite(
        "sixty levels",
        small("training: " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60)),
        at: (7, 61), "nested too deeply", "50"),
]

private func aliasBomb(inKey: Bool) -> String {
    let levels = (1...12).map { level in
        "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            + "]"
    }
    return "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + levels.joined(separator: "\n")
        + (inKey ? "\n? *a12\n: 1\n" : "\n")
}

private let scalarFaults: [BrokenSuite] = [
    BrokenSuite("octal-looking integer", small("training: {epochs: 010}"), at: (7, 20), "010 is ambiguous"),
    BrokenSuite(
        "octal-looking real", small("training: {optimizer: {id: sgd, momentum: 00.5}}"), at: (7, 43),
        "ambiguous"),
    BrokenSuite(
        "not a number", small("training: {epochs: .nan}"), at: (7, 20), ".nan is not a finite number"),
    BrokenSuite("infinity", small("training: {epochs: -.Inf}"), at: (7, 20), "-.Inf is not a finite number"),
    BrokenSuite("huge real", small("training: {epochs: 1e999}"), at: (7, 20), "too large"),
    BrokenSuite("huge integer", small("training: {epochs: 99999999999999999999}"), at: (7, 20), "too large"),
    BrokenSuite(
        "hexadecimal is text", small("training: {epochs: 0x10}"), at: (7, 20),
        "expects an integer, found text"),
    BrokenSuite(
        "sexagesimal is text", small("training: {epochs: 1:30}"), at: (7, 20),
        "expects an integer, found text"),
    BrokenSuite(
        "underscores are text", small("training: {epochs: 1_000}"), at: (7, 20), "expects an integer"),
    BrokenSuite(
        "quoted number is text", small("training: {epochs: '3'}"), at: (7, 20),
        "expects an integer, found text"),
    BrokenSuite(
        "yes is no boolean", small(methods: "methods: [{id: dropout, input: yes}]"), at: (6, 32),
        "true or false"),
    BrokenSuite(
        "negative", small("training: {epochs: -1}"), at: (7, 20), "\"epochs\" must be at least 1, found -1"),
    BrokenSuite(
        "fraction", small("training: {epochs: 1.5}"), at: (7, 20), "\"epochs\" expects an integer", "(1.5)"),
    BrokenSuite("nothing", small("training: {epochs: }"), at: (7, 20), "\"epochs\" needs a value"),
]

private let headerFaults: [BrokenSuite] = [
    BrokenSuite(
        "unknown key", small("trainning: {}"), at: (7, 1), "\"trainning\"", "did you mean \"training\""),
    BrokenSuite(
        "unknown key far from all", small("zzz: {}"), at: (7, 1), "\"zzz\"", "allowed keys: version, name"),
    BrokenSuite(
        "no version", small().replacing("version: 1\n", with: ""), at: (1, 1), "needs the key \"version\""),
    BrokenSuite(
        "no name", small().replacing("name: small\n", with: ""), at: (1, 1), "needs the key \"name\""),
    BrokenSuite(
        "no datasets", small().replacing("datasets: [{id: moons, kind: moons}]\n", with: ""), at: (1, 1),
        "needs the key \"datasets\""),
    BrokenSuite(
        "version 2", small().replacing("version: 1", with: "version: 2"), at: (1, 10), "must be 1", "2"),
    BrokenSuite("a number as name", small().replacing("small", with: "12"), at: (2, 7), "text", "quotes"),
    BrokenSuite("a bad name", small().replacing("small", with: "A b"), at: (2, 7), "\"A b\"", "lower-case"),
    BrokenSuite("no seeds", small().replacing("seeds: 2", with: "seeds: 0"), at: (3, 8), "at least 1"),
    BrokenSuite(
        "too many seeds", small().replacing("seeds: 2", with: "seeds: 10001"), at: (3, 8), "at most 10000"),
    BrokenSuite(
        "negative seed", small().replacing("seeds: 2", with: "seeds: [1, -2]"), at: (3, 12), "at least 0"),
    BrokenSuite(
        "seed twice", small().replacing("seeds: 2", with: "seeds: [1, 1]"), at: (3, 12), "seed 1 stands twice"
    ),
    BrokenSuite(
        "empty seeds", small().replacing("seeds: 2", with: "seeds: []"), at: (3, 8), "must not be empty"),
    BrokenSuite(
        "seeds without count", small().replacing("seeds: 2", with: "seeds: {base: 1}"), at: (3, 8), "count"),
    BrokenSuite(
        "seeds beyond the integers",
        small().replacing("seeds: 2", with: "seeds: {count: 2, base: 9223372036854775807}"),
        at: (3, 25), "at most"),
    BrokenSuite(
        "text seeds", small().replacing("seeds: 2", with: "seeds: many"), at: (3, 8), "integer", "text (many)"
    ),
]

private let axisFaults: [BrokenSuite] = [
    BrokenSuite(
        "dataset without id", small().replacing("id: moons, ", with: ""), at: (4, 12),
        "a dataset needs the key \"id\""),
    BrokenSuite(
        "dataset without kind", small().replacing(", kind: moons", with: ""), at: (4, 12), "the key \"kind\"",
        "csv"),
    BrokenSuite(
        "a number as id", small().replacing("id: moons", with: "id: 7"), at: (4, 17), "text", "quotes"),
    BrokenSuite(
        "an empty id", small().replacing("id: moons", with: "id: ''"), at: (4, 17), "cannot be a label"),
    BrokenSuite(
        "missing parameter", small().replacing("kind: moons", with: "kind: csv, path: a.csv"), at: (4, 12),
        "needs the parameter \"target\"", "column"),
    BrokenSuite(
        "unknown kind", small().replacing("kind: moons", with: "kind: cvs"), at: (4, 30),
        "did you mean \"csv\""),
    BrokenSuite(
        "unknown dataset parameter", small().replacing("kind: moons", with: "kind: moons, nosie: 1"),
        at: (4, 37),
        "\"nosie\"", "did you mean \"noise\""),
    BrokenSuite(
        "a word for a list", small().replacing("[linear]", with: "linear"), at: (5, 9), "expects a list"),
    BrokenSuite("empty models", small().replacing("[linear]", with: "[]"), at: (5, 9), "must not be empty"),
    BrokenSuite(
        "unknown model", small().replacing("[linear]", with: "[liner]"), at: (5, 10),
        "did you mean \"linear\""),
    BrokenSuite(
        "list of numbers and lists", small().replacing("[linear]", with: "[{kind: mlp, hidden: [[4], 5]}]"),
        at: (5, 36),
        "expects a list of integers"),
    BrokenSuite(
        "same dataset label", small().replacing("moons}]", with: "moons}, {id: moons, kind: moons}]"),
        at: (4, 38),
        "\"moons\" stands twice in datasets"),
    BrokenSuite(
        "enormous grid",
        small().replacing(
            "[linear]", with: "[{kind: mlp, hidden: [\(list(200))], activation: [\(words(200))]}]"),
        at: (5, 10), "more than 10000 entries"),
    BrokenSuite(
        "too many cells",
        small().replacing("seeds: 2", with: "seeds: 10000")
            .replacing("[linear]", with: "[{kind: mlp, hidden: [\(list(200))]}]"),
        at: nil, "more than 1000000 cells"),
]

private func list(_ count: Int) -> String { (1...count).map { "[\($0)]" }.joined(separator: ", ") }
private func words(_ count: Int) -> String {
    [String](repeating: "relu", count: count).joined(separator: ", ")
}

private let methodFaults: [BrokenSuite] = [
    BrokenSuite("empty methods", small(methods: "methods: []"), at: (6, 10), "must not be empty"),
    BrokenSuite(
        "unknown method", small(methods: "methods: [baseline, dropuot]"), at: (6, 21),
        "did you mean \"dropout\""),
    BrokenSuite(
        "mistyped baseline", small(methods: "methods: [Baseline, sam]"), at: (6, 11),
        "did you mean \"baseline\""),
    BrokenSuite(
        "mistyped stack", small(methods: "methods: [{name: two, stak: [dropout]}]"), at: (6, 11),
        "needs the key \"id\" or \"stack\"", "did you mean \"stack\""),
    BrokenSuite(
        "unknown parameter", small(methods: "methods: [{id: sam, rhoo: 1}]"), at: (6, 21),
        "did you mean \"rho\""),
    BrokenSuite(
        "out of range", small(methods: "methods: [{id: dropout, rate: 1}]"), at: (6, 31), "[0, 1)", "found 1"),
    BrokenSuite(
        "wrong type", small(methods: "methods: [{id: dropout, rate: half}]"), at: (6, 31),
        "a number or a schedule"),
    BrokenSuite(
        "grid with one bad value", small(methods: "methods: [{id: sam, rho: [0.1, -1]}]"), at: (6, 32),
        "[0, ∞)"),
    BrokenSuite(
        "empty grid", small(methods: "methods: [{id: sam, rho: []}]"), at: (6, 26),
        "list for \"rho\" is empty"),
    BrokenSuite(
        "unknown key in a nested schedule",
        small(
            methods: "methods: [{id: sam, rho: {schedule: warmup, length: 2, then: "
                + "{schedule: linear, form: 1, from: 1, to: 2}}}]"),
        at: (6, 81), "unknown key \"form\"", "did you mean \"from\"", "in \"rho\""),
    BrokenSuite(
        "a schedule out of range",
        small(methods: "methods: [{id: sam, rho: {schedule: linear, from: 1, to: -1}}]"),
        at: (6, 26), "[0, ∞)", "found -1"),
    BrokenSuite(
        "a bad unit",
        small(methods: "methods: [{id: sam, rho: {schedule: linear, from: 1, to: 0, unit: day}}]"),
        at: (6, 67), "unit", "epoch"),
    BrokenSuite(
        "unknown schedule", small(methods: "methods: [{id: sam, rho: {schedule: liner, from: 1, to: 0}}]"),
        at: (6, 37),
        "did you mean \"linear\""),
    BrokenSuite(
        "two optimisers", small(methods: "methods: [{name: x, stack: [sgd, adamw]}]"), at: (6, 34),
        "one optimiser",
        "\"sgd\" and \"adamw\""),
    BrokenSuite(
        "a method twice in a stack", small(methods: "methods: [{name: x, stack: [sam, {id: sam, rho: 1}]}]"),
        at: (6, 39), "\"sam\" stands twice in one stack"),
    BrokenSuite(
        "label collision", small(methods: "methods:\n  - sam\n  - sam"), at: (8, 5), "\"sam\" stands twice",
        "line 7"),
    BrokenSuite(
        "label collision by spelling",
        small(methods: "methods:\n  - {id: sam, rho: 1}\n  - {id: sam, rho: 1.0}"),
        at: (8, 5), "\"sam rho=1\" stands twice", "another name"),
    BrokenSuite(
        "no id", small(methods: "methods: [{rho: 1}]"), at: (6, 11), "needs the key \"id\" or \"stack\""),
    BrokenSuite(
        "stack and id", small(methods: "methods: [{id: sam, name: x, stack: [sam]}]"), at: (6, 12),
        "unknown key \"id\""),
    BrokenSuite(
        "stack of a word", small(methods: "methods: [{name: x, stack: sam}]"), at: (6, 28), "expects a list"),
    BrokenSuite(
        "nameless empty stack", small(methods: "methods: [{stack: []}]"), at: (6, 11),
        "needs the key \"name\""),
    BrokenSuite(
        "a parameter of the baseline", small(methods: "methods: [{id: baseline, rho: 1}]"), at: (6, 26),
        "\"rho\""),
    BrokenSuite(
        "a number as a method", small(methods: "methods: [5]"), at: (6, 11), "expects text, found an integer"),
    BrokenSuite(
        "a name with a line break", small(methods: "methods: [{id: sam, name: \"a\\nb\"}]"), at: (6, 27),
        "cannot be a label"),
]

private let ruleFaults: [BrokenSuite] = [
    BrokenSuite(
        "unknown training key", small("training: {epoch: 3}"), at: (7, 12), "did you mean \"epochs\""),
    BrokenSuite(
        "no optimiser", small("training: {optimizer: sam}"), at: (7, 23), "\"sam\" is not an optimiser",
        "adamw"),
    BrokenSuite(
        "unknown optimiser", small("training: {optimizer: {id: sdg}}"), at: (7, 28), "did you mean \"sgd\""),
    BrokenSuite(
        "optimiser without id", small("training: {optimizer: {momentum: 0}}"), at: (7, 23), "the key \"id\""),
    BrokenSuite(
        "a grid in training", small("training: {epochs: [1, 2]}"), at: (7, 20), "an integer, found a list"),
    BrokenSuite(
        "learning rate 0", small("training: {optimizer: {id: sgd, learning_rate: 0}}"), at: (7, 48), "(0, ∞)"),
    BrokenSuite("protocol key", small("protocol: {splits: holdout}"), at: (7, 12), "did you mean \"split\""),
    BrokenSuite(
        "split scheme", small("protocol: {split: {scheme: hold-on}}"), at: (7, 28), "unknown split scheme",
        "kfold"),
    BrokenSuite("split share", small("protocol: {split: {test: 1.5}}"), at: (7, 26), "(0, 1)"),
    BrokenSuite(
        "metric", small("protocol: {primary_metric: acuracy}"), at: (7, 28), "did you mean \"accuracy\""),
    BrokenSuite(
        "metric of the other task", small("protocol: {primary_metric: {regression: accuracy}}"), at: (7, 41),
        "not defined for regression", "rmse"),
    BrokenSuite(
        "baseline label", small("protocol: {baseline: sma}"), at: (7, 22), "no method", "did you mean \"sam\""
    ),
    BrokenSuite(
        "exclude label", small("exclude: [{method: sma}]"), at: (7, 20), "no method", "did you mean \"sam\""),
    BrokenSuite("exclude key", small("exclude: [{methods: sam}]"), at: (7, 12), "did you mean \"method\""),
    BrokenSuite("exclude seed", small("exclude: [{seed: 2}]"), at: (7, 18), "no seed 2"),
    BrokenSuite("exclude nothing named", small("exclude: [{}]"), at: (7, 11), "at least one of dataset"),
    BrokenSuite("exclude all", small("exclude: [{method: [sam, baseline]}]"), at: (7, 10), "leaves no cell"),
    BrokenSuite(
        "override without match", small("overrides: [{training: {epochs: 1}}]"), at: (7, 13),
        "needs the key \"match\""),
    BrokenSuite(
        "override without effect", small("overrides: [{match: {method: sam}}]"), at: (7, 13),
        "\"training\" or \"optimizer\""),
    BrokenSuite(
        "override out of range", small("overrides: [{match: {method: sam}, training: {epochs: 0}}]"),
        at: (7, 55),
        "at least 1"),
    BrokenSuite(
        "optimiser inside an override's training",
        small("overrides: [{match: {method: sam}, training: {optimizer: sgd}}]"), at: (7, 47),
        "unknown key \"optimizer\""),
]

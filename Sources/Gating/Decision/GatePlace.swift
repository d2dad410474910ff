import Records

/// What one row of a decision is about: a configuration, a method, or the whole suite.
struct GatePlace: Hashable, Comparable {
    /// The dataset, where it is of one.
    var dataset: String?
    /// The model, where it is of one.
    var model: String?
    /// The method, where it is of one.
    var method: String?

    /// The place of a configuration under a scope.
    init(_ labels: GateMeasurements.Labels, scope: GateRules.Scope) {
        if scope == .configuration { (dataset, model) = (labels.dataset, labels.model) }
        if scope != .suite { method = labels.method }
    }

    /// The whole suite.
    private init() {}
    static let suite = GatePlace()

    private var names: [String] { [dataset, model, method].compactMap(\.self) }

    /// What people read: `digits / mlp / sam`, `sam`, `the suite`.
    var text: String { names.isEmpty ? "the suite" : names.joined(separator: " / ") }

    /// Its part of a row's id; no two places of one scope have the same.
    var id: String { names.isEmpty ? "all" : names.map(Self.escaped).joined(separator: "/") }

    /// By dataset, then model, then method.
    static func < (a: GatePlace, b: GatePlace) -> Bool {
        (a.dataset ?? "", a.model ?? "", a.method ?? "") < (b.dataset ?? "", b.model ?? "", b.method ?? "")
    }

    /// Labels hold any character; those that separate the parts of an id are written as in a URL.
    private static func escaped(_ label: String) -> String {
        var text = ""
        for scalar in label.unicodeScalars {
            switch scalar {
            case "%": text += "%25"
            case "/": text += "%2F"
            case ":": text += "%3A"
            case "#": text += "%23"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The places of the configurations under a scope, sorted, each with its configurations by labels.
    static func all(
        _ pairs: [ConfigurationPair], scope: GateRules.Scope
    ) -> [(place: GatePlace, pairs: [ConfigurationPair])] {
        let groups = Dictionary(grouping: pairs) { GatePlace($0.labels, scope: scope) }
        return groups.keys.sorted().map { ($0, groups[$0]!) }
    }
}

extension GateDecision.Row {
    /// A row of a place without numbers.
    init(
        _ name: String, _ place: GatePlace, _ subject: GateDecision.Subject, _ verdict: GateVerdict,
        _ reason: GateDecision.Reason, pairs: Int = 0, sentence: String = ""
    ) {
        self.init(
            id: "\(name):\(place.id)", subject: subject, dataset: place.dataset, model: place.model,
            method: place.method, verdict: verdict, reason: reason, pairs: pairs, sentence: sentence)
    }
}

import Primitives

/// How a document was made, noted in a comment inside it.
///
/// It tells a program which of many texts is the report (so that a comment on a pull request is replaced rather
/// than repeated), and `bench report --check` how to make the document again. It holds no path but a relative
/// one, and no time.
public struct ReportMarker: Sendable, Hashable {
    /// The name of the experiment.
    public var experiment: String
    /// The name of the format.
    public var format: String
    /// How the experiment was looked at.
    public var options: ReportOptions
    /// The folder of the figures, relative to the document; nil where there is none.
    public var folder: String?
    /// The most bytes the document may have; nil for any number.
    public var maximumBytes: Int?

    /// A marker.
    public init(
        experiment: String, format: String, options: ReportOptions = ReportOptions(), folder: String? = nil,
        maximumBytes: Int? = nil
    ) {
        self.experiment = experiment
        self.format = format
        self.options = options
        self.folder = folder
        self.maximumBytes = maximumBytes
    }

    private static let beginning = "bench report {"

    /// `bench report {…}` on one line, with canonical JSON that leaves out what is as usual, and safe in a
    /// comment of HTML.
    public var text: String {
        var text = "bench report "
        var previous: Character = " "
        for character in json.canonical {
            // These occur inside strings only, where JSON can spell them otherwise; numbers have a single minus.
            switch character {
            case "<": text += "\\u003c"
            case ">": text += "\\u003e"
            case "-" where previous == "-": text += "\\u002d"
            default: text.append(character)
            }
            previous = character
        }
        return text
    }

    /// The members as JSON, by the names of the command's options.
    public var json: JSONValue {
        let usual = ReportOptions()
        var members: [String: JSONValue] = ["experiment": .string(experiment), "format": .string(format)]
        if options.level != usual.level { members["level"] = .real(options.level) }
        if options.threshold != usual.threshold { members["alpha"] = .real(options.threshold) }
        if options.aggregate != usual.aggregate {
            members["aggregate"] = .string(options.aggregate.rawValue)
        }
        if options.interval != usual.interval { members["ci"] = .string(options.interval.rawValue) }
        if options.correction != usual.correction {
            members["correction"] = .string(options.correction.rawValue)
        }
        if let metric = options.metric { members["metric"] = .string(metric) }
        if let baseline = options.baseline { members["baseline"] = .string(baseline) }
        if let margin = options.margin { members["margin"] = .real(margin) }
        if let sections = options.sections { members["sections"] = .array(sections.map(JSONValue.string)) }
        if options.isReproducible { members["reproducible"] = true }
        if let folder { members["figures"] = .string(folder) }
        if let maximumBytes { members["max_bytes"] = .integer(maximumBytes) }
        return .object(members)
    }

    /// The marker of a document; nil where it has none that can be read.
    public init?(in document: String) {
        // JSON has it as a member.
        if document.first == "{" {
            guard let json = try? JSONParser.parse(document), let member = json["report"] else { return nil }
            self.init(member)
            return
        }
        // It stands in the first lines of every format.
        for line in document.split(separator: "\n", maxSplits: 10).prefix(10) {
            guard let start = line.firstRange(of: Self.beginning), let end = line.lastIndex(of: "}") else {
                continue
            }
            let first = line.index(before: start.upperBound)
            guard first < end, let json = try? JSONParser.parse(String(line[first...end])) else { continue }
            self.init(json)
            return
        }
        return nil
    }

    private init?(_ json: JSONValue) {
        guard let experiment = json["experiment"]?.text, let format = json["format"]?.text else { return nil }
        var options = ReportOptions()
        func level(_ key: String, _ usual: Double) -> Double? {
            guard let value = json[key] else { return usual }
            return value.number.flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
        }
        guard let confidence = level("level", options.level), let alpha = level("alpha", options.threshold)
        else { return nil }
        (options.level, options.threshold) = (confidence, alpha)
        func choice<Choice: RawRepresentable>(_ key: String, _ usual: Choice) -> Choice?
        where Choice.RawValue == String {
            json[key].map { $0.text.flatMap(Choice.init) } ?? usual
        }
        guard let aggregate = choice("aggregate", options.aggregate),
            let interval = choice("ci", options.interval),
            let correction = choice("correction", options.correction)
        else { return nil }
        (options.aggregate, options.interval, options.correction) = (aggregate, interval, correction)
        options.metric = json["metric"]?.text
        options.baseline = json["baseline"]?.text
        options.margin = json["margin"]?.number
        if case .array(let sections)? = json["sections"] { options.sections = sections.compactMap(\.text) }
        options.isReproducible = json["reproducible"] == true
        self.init(
            experiment: experiment, format: format, options: options, folder: json["figures"]?.text,
            maximumBytes: json["max_bytes"]?.integer)
    }
}

/// Collects the elements of one SVG, in user units from the top left.
///
/// Every number is written with at most one decimal, by our own arithmetic, so that the same figure is the
/// same bytes everywhere. Nothing but finite numbers may be drawn.
struct Canvas {
    /// Where a text stands about its place.
    enum Anchor: String { case start, middle, end }

    /// A place.
    struct Place {
        var x: Double
        var y: Double
    }

    /// The width of every figure.
    static let width = 720.0
    /// The room at the edges.
    static let margin = 16.0

    /// The id of the figure in its document.
    let id: String
    /// The height; whoever draws sets it.
    var height = 0.0
    /// Rules beside those that all figures have.
    var extraRules = ""
    private var elements: [String] = []

    /// An empty one; `id` is made safe for CSS and URLs.
    init(id: String) {
        let safe = id.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? String(scalar) : scalar == "-" ? "-" : "_\(scalar.value)"
        }
        self.id = "svg-" + safe.joined()
    }

    /// A number of user units with at most one decimal.
    static func number(_ value: Double) -> String {
        precondition(value.isFinite && abs(value) < 1e9, "only finite numbers can be drawn")
        let tenths = Int((value * 10).rounded())
        let whole = abs(tenths) / 10
        let rest = abs(tenths) % 10
        return (tenths < 0 ? "-" : "") + (rest == 0 ? String(whole) : "\(whole).\(rest)")
    }

    // MARK: Elements

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        let ends = zip(["x1", "y1", "x2", "y2"], [x1, y1, x2, y2]).map { "\($0)=\"\(Self.number($1))\"" }
        elements.append("<line class=\"\(style)\" \(ends.joined(separator: " "))/>")
    }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, title: String? = nil
    ) {
        let sides = zip(["x", "y", "width", "height"], [x, y, max(0, width), max(0, height)]).map {
            "\($0)=\"\(Self.number($1))\""
        }
        let start = "<rect class=\"\(style)\" \(sides.joined(separator: " "))"
        elements.append(start + (title.map { "><title>\(MarkupText.escape($0))</title></rect>" } ?? "/>"))
    }

    /// A line through places, broken as `dashes` says; closed and filled if `isClosed`.
    mutating func path(
        _ places: [Place], _ style: String, dashes: String? = nil, isClosed: Bool = false
    ) {
        guard places.count > 1 else { return }
        let steps = places.enumerated().map { index, place in
            "\(index == 0 ? "M" : "L")\(Self.number(place.x)) \(Self.number(place.y))"
        }
        let attributes =
            (dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "")
            + (isClosed ? "" : " stroke-linejoin=\"round\"")
        elements.append(
            "<path class=\"\(style)\"\(attributes) d=\"\(steps.joined())\(isClosed ? "Z" : "")\"/>")
    }

    /// A text; what is longer than `room` is cut and stands whole in its title.
    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: String = "t", anchor: Anchor = .start,
        room: Double = .infinity, size: Double = 12, degrees: Int? = nil
    ) {
        let shown = TextMetrics.fitted(text, width: room, size: size)
        let title = shown == text ? "" : "<title>\(MarkupText.escape(text))</title>"
        let place = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        let turn = degrees.map { " transform=\"rotate(\($0) \(Self.number(x)) \(Self.number(y)))\"" } ?? ""
        let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        let scale =
            size == 12 || style.split(separator: " ").contains("m") || style == "tt"
            ? "" : " style=\"font-size:\(Self.number(size))px\""
        elements.append(
            "<text class=\"\(style)\" \(place)\(side)\(turn)\(scale)>\(title)\(MarkupText.escape(shown))</text>"
        )
    }

    /// A mark.
    mutating func mark(
        _ marker: FigureStyle.Marker, _ x: Double, _ y: Double, _ ink: FigureStyle.Ink,
        radius r: Double = 3.5,
        isHollow: Bool = false
    ) {
        let style = isHollow ? "s\(ink.suffix) hollow" : "f\(ink.suffix)"
        func shape(_ places: [(Double, Double)]) {
            path(places.map { Place(x: x + $0.0 * r, y: y + $0.1 * r) }, style, isClosed: true)
        }
        let arm = 0.36
        switch marker {
        case .circle:
            elements.append(
                "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
                    + "r=\"\(Self.number(r))\"/>")
        case .square: shape([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: shape([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
        case .diamond: shape([(0, -1.3), (1.15, 0), (0, 1.3), (-1.15, 0)])
        case .triangleDown: shape([(0, 1.15), (1.1, -0.85), (-1.1, -0.85)])
        case .plus:
            shape([
                (-arm, -1.2), (arm, -1.2), (arm, -arm), (1.2, -arm), (1.2, arm), (arm, arm), (arm, 1.2),
                (-arm, 1.2), (-arm, arm), (-1.2, arm), (-1.2, -arm), (-arm, -arm),
            ])
        case .cross:
            let a = 0.5
            shape([
                (0, -a), (0.7, -1.2), (1.2, -0.7), (a, 0), (1.2, 0.7), (0.7, 1.2), (0, a), (-0.7, 1.2),
                (-1.2, 0.7), (-a, 0), (-1.2, -0.7), (-0.7, -1.2),
            ])
        case .bar: shape([(-0.45, -1.3), (0.45, -1.3), (0.45, 1.3), (-0.45, 1.3)])
        }
    }

    /// What `draw` draws, in a group that says what it is when it is pointed at.
    mutating func group(title: String?, _ draw: (inout Canvas) -> Void) {
        elements.append("<g>" + (title.map { "<title>\(MarkupText.escape($0))</title>" } ?? ""))
        draw(&self)
        elements.append("</g>")
    }

    // MARK: Document

    /// The SVG, ending in a newline.
    func document(title: String, description: String) -> String {
        let (width, height) = (Self.number(Self.width), Self.number(height))
        let names = "aria-labelledby=\"\(id)-title\" aria-describedby=\"\(id)-desc\""
        let head = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(id)\" role=\"img\" \(names) "
                + "width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">",
            "<title id=\"\(id)-title\">\(MarkupText.escape(title))</title>",
            "<desc id=\"\(id)-desc\">\(MarkupText.escape(description))</desc>",
            "<style>", FigureStyle.sheet(id: id) + (extraRules.isEmpty ? "" : "\n" + extraRules), "</style>",
            "<rect class=\"paper\" width=\"\(width)\" height=\"\(height)\"/>",
        ]
        return (head + elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }
}

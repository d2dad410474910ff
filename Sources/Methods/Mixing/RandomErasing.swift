import Primitives
import TensorCore
import Training

/// A box of random area and aspect replaced by noise.
struct RandomErasing: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "random-erasing", family: "mixing",
        summary: "Replaces a box of random area, aspect and place within each image by noise or zeros.",
        formula:
            "S_e ~ U(s_l, s_h) · W H,  r_e ~ U(r_1, 1/r_1),  H_e = √(S_e r_e),  W_e = √(S_e / r_e),  corner uniform "
            + "where the box fits;  x inside ~ N(0, 1)",
        citations: [
            "Zhong, Zheng, Kang, Li & Yang 2020, Random erasing data augmentation, algorithm 1 (preprint of 2017)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.5, neutral: 0,
                "The probability that an image is erased."),
            .hyperparameter(
                "smallest_area", symbol: "s_l", in: .openClosed(0, 1), default: 0.02,
                "The smallest share of the image that is erased."),
            .hyperparameter(
                "largest_area", symbol: "s_h", in: .openClosed(0, 1), default: 0.4,
                "The largest share of the image that is erased."),
            .hyperparameter(
                "aspect", symbol: "r_1", in: .openClosed(0, 1), default: 0.3,
                "The smallest ratio of height to width; the largest is its inverse."),
            ParameterDeclaration(
                "fill", .choice(["noise", "zero"]), default: .text("noise"),
                "What stands in the box: standard normals per input, or zeros."),
        ],
        seams: ["batch"], purpose: "Image classification under occlusion.",
        remarks: [
            "The paper fills with uniform grey values; standardised inputs have standard normals instead.",
            "Sides are rounded to whole places. Of 10 draws the first box that is smaller than the image along both axes "
                + "is taken, and none where none is; the authors' code tries 100 times.",
            "Defaults as in the paper, from memory.",
        ])

    private static let attempts = 10
    private let isNoise: Bool

    init(arguments: Arguments) { isNoise = arguments.text("fill") == "noise" }

    func refusal(in composition: Composition) -> Diagnostic? {
        ImageShape.refusal(in: composition, needsHeight: true)
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        func draw(_ name: String, _ count: Int = 1) -> Tensor {
            graph.uniform([context.batchSize, count], stream: context.stream(name))
        }
        func between(_ low: Tensor, _ high: Tensor, _ draw: Tensor) -> Tensor { low + (high - low) * draw }
        let area =
            between(
                context.hyperparameter("smallest_area"), context.hyperparameter("largest_area"),
                draw("area", Self.attempts)) * Float(shape.places)
        let aspect = context.hyperparameter("aspect")
        let ratio = between(aspect, 1 / aspect, draw("aspect", Self.attempts))
        func rounded(_ side: Tensor, _ count: Int) -> Tensor {
            RandomChoice.wholePart(side + 0.5, below: count + 1)
        }
        let heights = rounded((area * ratio).squareRoot(), shape.height)
        let widths = rounded((area / ratio).squareRoot(), shape.width)
        var (height, width) = (graph.scalar(0), graph.scalar(0))
        for attempt in (0..<Self.attempts).reversed() {
            let h = heights.slice(axis: 1, from: attempt, count: 1)
            let w = widths.slice(axis: 1, from: attempt, count: 1)
            let fits = (graph.scalar(Float(shape.height)) .> h) * (graph.scalar(Float(shape.width)) .> w)
            (height, width) = (select(fits, h, height), select(fits, w, width))
        }
        func first(_ name: String, _ count: Int, _ side: Tensor) -> Tensor {
            RandomChoice.wholePart(draw(name) * (Float(count + 1) - side), below: count + 1)
        }
        let (top, left) = (first("row", shape.height, height), first("column", shape.width, width))
        let isErased = context.hyperparameter("rate") .> draw("application")
        let box =
            shape.box(top: top, bottom: top + height, left: left, right: left + width) * isErased
        let fill =
            isNoise
            ? graph.normal(batch.inputs.shape, stream: context.stream("fill")) : graph.scalar(0)
        var batch = batch
        batch.inputs = select(shape.perInput(box), fill, batch.inputs)
        return batch
    }
}

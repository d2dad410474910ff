import Primitives
import TensorCore
import Training

/// Rows of inputs as images of places with channels; a line is an image of height 1.
struct ImageShape {
    let height: Int
    let width: Int
    let channels: Int

    /// The shape that the dataset states; nil where it states none.
    init?(_ inputs: InputLayout) {
        guard let shape = inputs.shape else { return nil }
        switch shape.count {
        case 1: (height, width, channels) = (1, shape[0], 1)
        case 2: (height, width, channels) = (shape[0], shape[1], 1)
        default: (height, width, channels) = (shape[0], shape[1], shape[2])
        }
    }

    /// Whether the rows are lines.
    var isLine: Bool { height == 1 }
    /// Places of an image.
    var places: Int { height * width }

    /// Why a method that needs images cannot work in `composition`.
    static func refusal(in composition: Composition, needsHeight: Bool = false) -> Diagnostic? {
        guard let shape = ImageShape(composition.inputs) else {
            return Diagnostic(
                "it moves or covers places of an image, but the dataset states no shape",
                remedy: "set shape: [length], [height, width] or [height, width, channels] on the dataset")
        }
        if needsHeight, shape.isLine {
            return Diagnostic(
                "it needs images, but the rows are lines of \(shape.width) places",
                remedy: "set shape: [height, width] on the dataset")
        }
        return ColumnDraws.refusal(in: composition, numbersPerRow: shape.places)
    }

    /// The line that each place stands on, 1 × places.
    func rowNumbers(_ graph: Graph) -> Tensor {
        graph.constant((0..<places).map { Float($0 / width) }, [1, places])
    }

    /// The column that each place stands in, 1 × places.
    func columnNumbers(_ graph: Graph) -> Tensor {
        graph.constant((0..<places).map { Float($0 % width) }, [1, places])
    }

    /// 1 at the places of boxes from `top`, `left` to before `bottom`, `right`: whole numbers, scalars or rows × 1.
    ///
    /// Boxes may reach beyond the image.
    func box(top: Tensor, bottom: Tensor, left: Tensor, right: Tensor) -> Tensor {
        let (y, x) = (rowNumbers(top.graph), columnNumbers(top.graph))
        return (y .> top - 0.5) * (bottom - 0.5 .> y) * (x .> left - 0.5) * (right - 0.5 .> x)
    }

    /// What is said of each place (rows × places), for each of its channels: rows × inputs.
    func perInput(_ places: Tensor) -> Tensor {
        if channels == 1 { return places }
        let rows = places.shape[0]
        return places.reshaped([rows, self.places, 1]).broadcast(to: [rows, self.places, channels])
            .reshaped([rows, self.places * channels])
    }

    /// The images at whole coordinates, rows × places each; 0 beyond the image.
    func gathering(_ inputs: Tensor, y: Tensor, x: Tensor) -> Tensor {
        let (graph, rows) = (inputs.graph, inputs.shape[0])
        precondition(rows * places < 1 << 24, "more places than a float can number")
        let (lastRow, lastColumn) = (Float(height - 1), Float(width - 1))
        let isInside =
            (y .> graph.scalar(-0.5)) * (graph.scalar(lastRow + 0.5) .> y) * (x .> graph.scalar(-0.5))
            * (graph.scalar(lastColumn + 0.5) .> x)
        func held(_ value: Tensor, _ last: Float) -> Tensor {
            minimum(maximum(value, graph.scalar(0)), graph.scalar(last))
        }
        let first = graph.constant((0..<rows).map { Float($0 * places) }, [rows, 1])
        let index = first + held(y, lastRow) * Float(width) + held(x, lastColumn)
        let values = inputs.reshaped([rows * places, channels]).gatheringRows(index)
            .reshaped([rows, places * channels])
        return select(perInput(isInside.broadcast(to: [rows, places])), values, graph.scalar(0))
    }

    /// The images at coordinates between places, interpolated bilinearly; 0 beyond the image.
    func interpolating(_ inputs: Tensor, y: Tensor, x: Tensor) -> Tensor {
        let rows = inputs.shape[0]
        func split(_ value: Tensor, _ count: Int) -> (whole: Tensor, rest: Tensor) {
            let graph = value.graph
            let held = minimum(maximum(value, graph.scalar(-1)), graph.scalar(Float(count)))
            let whole = RandomChoice.wholePart(held + 1, below: count + 2) - 1
            return (whole, held - whole)
        }
        let all: Shape = [rows, places]
        let ((y0, dy), (x0, dx)) = (split(y.broadcast(to: all), height), split(x.broadcast(to: all), width))
        func corner(_ a: Float, _ b: Float) -> Tensor {
            let share = (a == 0 ? 1 - dy : dy) * (b == 0 ? 1 - dx : dx)
            return perInput(share) * gathering(inputs, y: y0 + a, x: x0 + b)
        }
        return (corner(0, 0) + corner(0, 1)) + (corner(1, 0) + corner(1, 1))
    }
}

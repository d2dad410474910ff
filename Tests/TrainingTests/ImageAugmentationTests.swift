import Datasets
import Numerics
import Primitives
import TensorCore
import Testing

@testable import Methods
@testable import Training

/// What methods that change images make of a batch, against loops over places on the same draws.
@Suite("Image augmentations")
struct ImageAugmentationTests {
    static let (seed, rows) = (11, 6)

    /// Images with a class each.
    private func data(_ shape: [Int]) -> PreparedData {
        let width = shape.reduce(1, *)
        var data = Fixture.data(rows: Self.rows, inputs: width)
        data.layout = InputLayout(numeric: width, shape: shape)
        return data
    }

    /// Inputs and targets that the method makes of the rows in order, in a step.
    private func transformed(
        _ id: String, _ given: [String: ParameterValue], _ data: PreparedData, step number: Int
    ) -> (inputs: [[Float]], targets: [[Float]]) {
        let type = MethodCatalogue.type(named: id)!
        let use = Fixture.use(type.declaration, given)
        let step = StepBuilder(
            Fixture.blueprint(data, methods: [(type, use)]), .training, batchSize: Self.rows, data)
        let (method, context) = step.stack((any BatchTransform).self)[0]
        let batch = method.transform(step.batch, context)
        var program = Program(graph: step.graph)
        program.assign(batch.inputs, to: "changed inputs")
        program.assign(batch.targets, to: "changed targets")
        step.graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))
        let table = step.columns.map { column -> Float in
            guard case .schedule = column.source else { return 0 }
            let name = String(column.name.drop { $0 != "." }.dropFirst())
            return Float(use.arguments.schedule(name).value(step: 0, stepsPerEpoch: 1, epochs: 1))
        }
        let (width, classes) = (data.inputWidth, data.outputWidth)
        let buffers: [BufferName: FloatBuffer] = [
            .data("inputs"): FloatBuffer(data.train.inputs),
            .data("targets"): FloatBuffer(data.train.targets),
            .table("indices"): FloatBuffer((0..<Self.rows).map(Float.init)),
            .table("hyperparameters"): FloatBuffer(table.isEmpty ? [0] : table),
            .state("changed inputs"): FloatBuffer(count: Self.rows * width),
            .state("changed targets"): FloatBuffer(count: Self.rows * classes),
        ]
        let execution = PlanExecution(Compiler.compile(program), seed: Self.seed)
        execution.run(buffers, first: number, count: 1, on: .best)
        func split(_ name: String, _ width: Int) -> [[Float]] {
            let values = buffers[.state(name)]!.values
            return (0..<Self.rows).map { Array(values[$0 * width..<($0 + 1) * width]) }
        }
        return (split("changed inputs", width), split("changed targets", classes))
    }

    private func images(_ data: PreparedData) -> [[Float]] {
        let width = data.inputWidth
        return (0..<Self.rows).map { Array(data.train.inputs[$0 * width..<($0 + 1) * width]) }
    }

    private func uniforms(_ stream: String, _ step: Int, _ count: Int = rows) -> [Float] {
        let key = RandomKey(seed: Self.seed, name: stream)
        return Array((0..<(count + 3) / 4).flatMap { key.uniforms(step: step, block: $0) }.prefix(count))
    }

    private func whole(_ draw: Float, _ count: Int) -> Int { min(count - 1, Int(draw * Float(count))) }

    private func close(_ a: [[Float]], _ b: [[Float]], _ tolerance: Float = 1e-5) -> Bool {
        zip(a, b).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) <= tolerance * (1 + abs($1)) } }
    }

    @Test(
        "cutmix pastes the box of its draws and shares targets by the clipped area",
        arguments: [[6, 7], [5, 4, 2], [11]])
    func cutMix(shape: [Int]) {
        let data = data(shape)
        let before = images(data)
        let isLine = shape.count == 1
        let (height, width) = isLine ? (1, shape[0]) : (shape[0], shape[1])
        let channels = shape.count == 3 ? shape[2] : 1
        var (mixed, clipped) = (0, 0)
        for step in 0..<12 {
            let (inputs, targets) = transformed(
                "cutmix", ["alpha": constant(0.8), "rate": constant(0.7)], data, step: step)
            let weight = RandomKey(seed: Self.seed, name: "cutmix/weight")
                .beta(step: step, element: 0, alpha: Double(Float(0.8)))
            let partner = RandomKey(seed: Self.seed, name: "cutmix/partner")
                .permutation(step: step, count: Self.rows)
            let isMixed = uniforms("cutmix/application", step, 1)[0] < 0.7
            func range(_ count: Int, _ axis: String) -> (Range<Int>, Int) {
                if count == 1 { return (0..<1, 1) }
                let side = Int(Double(count) * (isLine ? 1 - weight : (1 - weight).squareRoot())) / 2
                let centre = whole(uniforms("cutmix/\(axis)", step, 1)[0], count)
                return (max(0, centre - side)..<min(count, centre + side), 2 * side)
            }
            let ((ys, tall), (xs, wide)) = (range(height, "row"), range(width, "column"))
            let area = isMixed ? ys.count * xs.count : 0
            mixed += area > 0 ? 1 : 0
            clipped += area > 0 && ys.count * xs.count < tall * wide ? 1 : 0
            for row in 0..<Self.rows {
                for y in 0..<height {
                    for x in 0..<width {
                        for c in 0..<channels {
                            let place = (y * width + x) * channels + c
                            let isPasted = isMixed && ys.contains(y) && xs.contains(x)
                            #expect(inputs[row][place] == before[isPasted ? partner[row] : row][place])
                        }
                    }
                }
                let share = 1 - Float(area) / Float(width * height)
                for k in 0..<3 {
                    let own = data.train.targets[3 * row + k]
                    let other = data.train.targets[3 * partner[row] + k]
                    #expect(abs(targets[row][k] - (share * own + (1 - share) * other)) < 1e-6)
                }
            }
        }
        #expect(mixed > 3)
        #expect(clipped > 0)
    }

    @Test(
        "cutout zeroes a square of side L, or of 2 L in the variant of the code",
        arguments: ["paper", "code"], [1, 2, 3])
    func cutout(variant: String, length: Int) {
        for shape in [[6, 7], [5, 6, 2], [9]] {
            let data = data(shape)
            let (height, width) = shape.count == 1 ? (1, shape[0]) : (shape[0], shape[1])
            let channels = shape.count == 3 ? shape[2] : 1
            let (inputs, targets) = transformed(
                "cutout", ["length": .integer(length), "variant": .text(variant), "rate": constant(0.8)],
                data, step: 3)
            let application = uniforms("cutout/application", 3)
            let (rows, columns) = (uniforms("cutout/row", 3), uniforms("cutout/column", 3))
            #expect(application.contains { $0 < 0.8 })
            let before = variant == "code" ? length : length / 2
            let side = variant == "code" ? 2 * length : length
            for (row, image) in images(data).enumerated() {
                let top = shape.count == 1 ? 0 : whole(rows[row], height) - before
                let left = whole(columns[row], width) - before
                for place in image.indices {
                    let (y, x) = (place / channels / width, place / channels % width)
                    let isCut =
                        application[row] < 0.8 && (shape.count == 1 || (top..<top + side).contains(y))
                        && (left..<left + side).contains(x)
                    #expect(inputs[row][place] == (isCut ? 0 : image[place]))
                }
            }
            #expect(targets.flatMap { $0 } == data.train.targets)
        }
    }

    @Test("random erasing fills the first box that fits", arguments: ["noise", "zero"])
    func randomErasing(fill: String) {
        let data = data([7, 9])
        var erased = 0
        for step in 0..<4 {
            let (inputs, _) = transformed(
                "random-erasing",
                [
                    "rate": constant(0.8), "smallest_area": constant(0.2), "largest_area": constant(0.9),
                    "aspect": constant(0.5), "fill": .text(fill),
                ], data, step: step)
            func draw(_ name: String, _ count: Int = 1) -> [Float] {
                uniforms("random-erasing/\(name)", step, Self.rows * count)
            }
            let (areas, aspects) = (draw("area", 10), draw("aspect", 10))
            let (rows, columns, application) = (draw("row"), draw("column"), draw("application"))
            let normal = RandomKey(seed: Self.seed, name: "random-erasing/fill")
            for (row, image) in images(data).enumerated() {
                var box = (height: 0, width: 0)
                for attempt in 0..<10 where box == (0, 0) {
                    let area = (0.2 + 0.7 * Double(areas[10 * row + attempt])) * 63
                    let ratio = 0.5 + 1.5 * Double(aspects[10 * row + attempt])
                    let height = Int((area * ratio).squareRoot() + 0.5)
                    let width = Int((area / ratio).squareRoot() + 0.5)
                    if height < 7, width < 9 { box = (height, width) }
                }
                let (top, left) = (
                    Int(rows[row] * Float(8 - box.height)), Int(columns[row] * Float(10 - box.width))
                )
                for place in image.indices {
                    let isErased =
                        application[row] < 0.8 && (top..<top + box.height).contains(place / 9)
                        && (left..<left + box.width).contains(place % 9)
                    erased += isErased ? 1 : 0
                    let noise = Float(normal.normal(step: step, element: row * 63 + place))
                    let expected = isErased ? (fill == "noise" ? noise : 0) : image[place]
                    #expect(inputs[row][place] == expected)
                }
            }
        }
        #expect(erased > 100)
    }

    @Test("random crop shifts by whole places with zeros", arguments: [[5, 6], [4, 5, 2], [9]])
    func randomCrop(shape: [Int]) {
        let data = data(shape)
        let isLine = shape.count == 1
        let (height, width) = isLine ? (1, shape[0]) : (shape[0], shape[1])
        let channels = shape.count == 3 ? shape[2] : 1
        let (inputs, _) = transformed(
            "random-crop", ["padding": .integer(2), "rate": constant(0.8)], data, step: 2)
        let (dy, dx) = (uniforms("random-crop/row", 2), uniforms("random-crop/column", 2))
        let application = uniforms("random-crop/application", 2)
        for (row, image) in images(data).enumerated() {
            let isMoved = application[row] < 0.8
            for place in image.indices {
                let y = place / channels / width + (isMoved && !isLine ? whole(dy[row], 5) - 2 : 0)
                let x = place / channels % width + (isMoved ? whole(dx[row], 5) - 2 : 0)
                let isInside = (0..<height).contains(y) && (0..<width).contains(x)
                let source = (y * width + x) * channels + place % channels
                #expect(inputs[row][place] == (isInside ? image[source] : 0))
            }
        }
    }

    @Test("a flip mirrors columns", arguments: [[3, 4], [2, 3, 2], [5]])
    func horizontalFlip(shape: [Int]) {
        let data = data(shape)
        let width = shape.count == 1 ? shape[0] : shape[1]
        let channels = shape.count == 3 ? shape[2] : 1
        let (inputs, _) = transformed("horizontal-flip", ["rate": constant(0.5)], data, step: 1)
        let draws = uniforms("horizontal-flip/application", 1)
        #expect(Set(draws.map { $0 < 0.5 }).count == 2)
        for (row, image) in images(data).enumerated() {
            for place in image.indices {
                let (line, rest) = (place / (width * channels), place % (width * channels))
                let mirrored = (width - 1 - rest / channels) * channels + rest % channels
                let source = draws[row] < 0.5 ? line * width * channels + mirrored : place
                #expect(inputs[row][place] == image[source])
            }
        }
    }

    /// The value between places, by the definition of bilinear interpolation on an image with zeros around.
    private func interpolated(_ image: [Float], _ shape: [Int], _ y: Double, _ x: Double, _ c: Int) -> Double
    {
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        var sum = 0.0
        for i in 0..<height {
            for j in 0..<width {
                let share = max(0, 1 - abs(y - Double(i))) * max(0, 1 - abs(x - Double(j)))
                sum += share * Double(image[(i * width + j) * channels + c])
            }
        }
        return sum
    }

    @Test(
        "rotation and translation look through their maps",
        arguments: ["random-rotation", "random-translation"])
    func affine(id: String) {
        let shape = [5, 6, 2]
        let data = data(shape)
        let isRotation = id == "random-rotation"
        let (inputs, _) = transformed(
            id, isRotation ? ["degrees": constant(120)] : ["fraction": constant(0.4)], data, step: 4)
        let angles = uniforms("random-rotation/angle", 4)
        let shifts = (uniforms("random-translation/row", 4), uniforms("random-translation/column", 4))
        let expected = images(data).enumerated().map { row, image in
            image.indices.map { place -> Float in
                let (y, x) = (Double(place / 12) - 2, Double(place / 2 % 6) - 2.5)
                var point = (y: y, x: x)
                if isRotation {
                    let angle = 120 * (2 * Double(angles[row]) - 1) * Double.pi / 180
                    let (c, s) = (DeterministicMath.cos(angle), DeterministicMath.sin(angle))
                    point = (c * y - s * x, s * y + c * x)
                } else {
                    point.y += 0.4 * (2 * Double(shifts.0[row]) - 1) * 5
                    point.x += 0.4 * (2 * Double(shifts.1[row]) - 1) * 6
                }
                return Float(interpolated(image, shape, point.y + 2, point.x + 2.5, place % 2))
            }
        }
        #expect(close(inputs, expected, 2e-5))
        #expect(!close(inputs, images(data)))
    }

    @Test("maps compose: a quarter turn twice is a half turn, four times nothing")
    func composition() {
        let graph = Graph()
        let shape = ImageShape(InputLayout(numeric: 16, shape: [4, 4]))!
        let image = (0..<16).map { Float($0 * $0 % 7) }
        let rows = graph.constant(image, [1, 16])
        let quarter = AffineMaps.rotation(graph.scalar(Float.pi / 2))
        var shifted = AffineMaps.identity(graph)
        shifted.shift.x = graph.scalar(1)
        let half = quarter.followed(by: quarter)
        // First turned, then shifted: the shift is along the turned image's own columns.
        let both = shifted.followed(by: quarter)
        let values = ReferenceExecutor.evaluate(
            [
                half.applied(to: rows, shape), half.followed(by: half).applied(to: rows, shape),
                both.applied(to: rows, shape),
                shifted.applied(to: quarter.applied(to: rows, shape), shape),
            ], ReferenceContext())
        for place in 0..<16 {
            #expect(abs(values[0][place] - Double(image[15 - place])) < 1e-5)
            #expect(abs(values[1][place] - Double(image[place])) < 1e-5)
            #expect(abs(values[2][place] - values[3][place]) < 1e-5)
        }
    }

    @Test(
        "methods of images refuse rows without a shape",
        arguments: [
            "cutmix", "cutout", "random-erasing", "random-crop", "random-translation", "random-rotation",
            "horizontal-flip",
        ])
    func refusals(id: String) throws {
        let type = MethodCatalogue.type(named: id)!
        func refusal(_ data: PreparedData) -> Diagnostic? {
            Fixture.blueprint(data, methods: [(type, Fixture.use(type.declaration))])
                .refusal(
                    Fixture.settings(epochs: 1, batchSize: 4), inputs: data.layout, targetWidth: 3)?.reason
        }
        #expect(refusal(Fixture.data())?.remedy?.contains("shape") == true)
        #expect(refusal(data([3, 4])) == nil)
        let needsHeight = ["random-erasing", "random-rotation"].contains(id)
        #expect((refusal(data([6])) != nil) == needsHeight)
    }

    @Test("a column is drawn in proportion to its weight, never one without")
    func choice() {
        let graph = Graph()
        let draws: [Float] = [0, 0.2499, 0.2501, 0.7499, 0.7501, 1 - 0x1p-24]
        let weights = graph.constant([0, 1, 0, 2, 1, 0], [1, 6])
        let chosen = RandomChoice.column(graph.constant(draws, [6, 1]), weights: weights)
        #expect(ReferenceExecutor.evaluate([chosen], ReferenceContext())[0] == [1, 1, 3, 3, 4, 4])
    }
}

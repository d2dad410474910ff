import TensorCore
import Training

/// Maps of image coordinates, one per row: where each place of the result looks in the source.
///
/// Coordinates are relative to the centre of the image; y runs down.
struct AffineMaps {
    /// (y, x) ← matrix (y, x) + shift; every entry rows × 1 or a scalar.
    var matrix: (yy: Tensor, yx: Tensor, xy: Tensor, xx: Tensor)
    var shift: (y: Tensor, x: Tensor)

    /// Every place looks at itself.
    static func identity(_ graph: Graph) -> AffineMaps {
        let (zero, one) = (graph.scalar(0), graph.scalar(1))
        return AffineMaps(matrix: (one, zero, zero, one), shift: (zero, zero))
    }

    /// The image turned about its centre by angles in radians.
    static func rotation(_ angle: Tensor) -> AffineMaps {
        let (c, s, zero) = (angle.cosine(), angle.sine(), angle.graph.scalar(0))
        return AffineMaps(matrix: (c, -s, s, c), shift: (zero, zero))
    }

    /// First this map of the result's coordinates, then `other`: the images changed by `other`, then by this.
    func followed(by other: AffineMaps) -> AffineMaps {
        let (a, b) = (other.matrix, matrix)
        return AffineMaps(
            matrix: (
                a.yy * b.yy + a.yx * b.xy, a.yy * b.yx + a.yx * b.xx, a.xy * b.yy + a.xx * b.xy,
                a.xy * b.yx + a.xx * b.xx
            ),
            shift: (
                a.yy * shift.y + a.yx * shift.x + other.shift.y,
                a.xy * shift.y + a.xx * shift.x + other.shift.x
            ))
    }

    /// The images that look through the maps, interpolated; 0 beyond the image.
    func applied(to inputs: Tensor, _ shape: ImageShape) -> Tensor {
        let graph = inputs.graph
        let (middleY, middleX) = (Float(shape.height - 1) / 2, Float(shape.width - 1) / 2)
        let (y, x) = (shape.rowNumbers(graph) - middleY, shape.columnNumbers(graph) - middleX)
        return shape.interpolating(
            inputs, y: matrix.yy * y + matrix.yx * x + shift.y + middleY,
            x: matrix.xy * y + matrix.xx * x + shift.x + middleX)
    }
}

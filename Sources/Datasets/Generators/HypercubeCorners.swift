import Numerics

/// Random corners of the unit hypercube.
enum HypercubeCorners {
    /// `count` distinct corners of `dimension` coordinates, uniformly; at most 2^`dimension` where that is below 17.
    static func draw(_ count: Int, dimension: Int, _ stream: inout RandomStream) -> [[Bool]] {
        if dimension < 17 {
            return stream.permutation(of: 1 << dimension).prefix(count).map { corner in
                (0..<dimension).map { corner >> $0 & 1 == 1 }
            }
        }
        // Among so many corners a repeated one is drawn again, which happens seldom.
        var seen: Set<[Bool]> = []
        var corners: [[Bool]] = []
        while corners.count < count {
            let corner = (0..<dimension).map { _ in stream.nextUInt32() >> 31 == 1 }
            if seen.insert(corner).inserted { corners.append(corner) }
        }
        return corners
    }
}

import Foundation

/// Outputs as bytes: float32, little-endian.
enum PredictionBytes {
    static func data(_ values: [Float]) -> Data {
        var bytes = Data(capacity: 4 * values.count)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    static func values(_ bytes: Data) throws -> [Float] {
        guard bytes.count % 4 == 0 else { throw StoreFailure.damaged("predictions that are no numbers") }
        return bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                let word = bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: word))
            }
        }
    }
}

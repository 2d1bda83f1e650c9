/// The checked header of a safetensors file.
struct SafetensorsHeader {
    var tensors: [String: SafetensorsFile.Tensor] = [:]
    var metadata: [String: String] = [:]

    /// The longest header that the format allows.
    static let longest = 100_000_000

    init(reading bytes: UnsafeRawBufferPointer, path: String) throws(ModelFileError) {
        func fail(_ code: ModelFileError.Code, _ message: String) -> ModelFileError {
            ModelFileError(
                code, path: path, message,
                advice: "download the file again, or save it again with the program that made it")
        }
        guard bytes.count >= 8 else {
            throw fail(
                .truncated,
                "has \(bytes.count) bytes; a safetensors file begins with 8 for its header's length"
            )
        }
        let announced = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard announced <= UInt64(Self.longest) else {
            throw fail(
                .malformed, "announces a header of \(announced) bytes; the most is \(Self.longest)")
        }
        let length = Int(announced)
        guard length <= bytes.count - 8 else {
            throw fail(
                .truncated,
                "announces a header of \(length) bytes, but only \(bytes.count - 8) follow")
        }
        let header: JSONValue
        do throws(JSONError) {
            header = try JSONValue(parsing: bytes[8..<8 + length])
        } catch {
            throw fail(.malformed, "its header is no JSON: \(error)")
        }
        guard let members = header.object else {
            throw fail(.malformed, "its header is no JSON object")
        }
        let data = 8 + length
        for (name, value) in members {
            if name == "__metadata__" {
                guard let pairs = value.object else {
                    throw fail(.malformed, "its __metadata__ is no object")
                }
                for (key, text) in pairs {
                    guard let text = text.string else {
                        throw fail(.malformed, "its __metadata__ '\(key)' is no string")
                    }
                    metadata[key] = text
                }
                continue
            }
            do throws(Defect) {
                tensors[name] = try Self.tensor(value, data: data, end: bytes.count)
            } catch {
                throw fail(error.code, "the tensor '\(name)' \(error.message)")
            }
        }
        try Self.checkCover(tensors, data: data, end: bytes.count, fail)
    }

    private struct Defect: Error {
        let code: ModelFileError.Code
        let message: String
    }

    private static func tensor(_ value: JSONValue, data: Int, end: Int) throws(Defect)
        -> SafetensorsFile.Tensor
    {
        guard let name = value["dtype"]?.string else {
            throw Defect(code: .malformed, message: "has no dtype")
        }
        guard let type = SafetensorsType(rawValue: name) else {
            throw Defect(
                code: .unsupported, message: "is of the type \(name), not F64, F32, F16 or BF16")
        }
        var shape: [Int] = []
        guard let extents = value["shape"]?.array, extents.count <= 8 else {
            throw Defect(code: .malformed, message: "has no shape of at most 8 extents")
        }
        var size = type.byteCount
        for extent in extents {
            guard let extent = extent.int, extent >= 0 else {
                throw Defect(code: .malformed, message: "has an extent that is no size")
            }
            shape.append(extent)
            let (product, overflows) = size.multipliedReportingOverflow(by: extent)
            guard !overflows else {
                throw Defect(code: .malformed, message: "is larger than any memory")
            }
            size = product
        }
        guard let offsets = value["data_offsets"]?.array, offsets.count == 2,
            let first = offsets[0].int, let last = offsets[1].int, first >= 0, last >= first
        else { throw Defect(code: .malformed, message: "has no pair of data_offsets") }
        guard last <= end - data else {
            throw Defect(
                code: .truncated,
                message: "ends at byte \(last) of the data, of which there are \(end - data)")
        }
        guard last - first == size else {
            throw Defect(
                code: .malformed,
                message: "takes \(last - first) bytes, but its shape and type call for \(size)")
        }
        return SafetensorsFile.Tensor(type: type, shape: shape, range: data + first..<data + last)
    }

    /// Holes and overlaps are refused: bytes that nobody reads could carry anything.
    private static func checkCover(
        _ tensors: [String: SafetensorsFile.Tensor], data: Int, end: Int,
        _ fail: (ModelFileError.Code, String) -> ModelFileError
    ) throws(ModelFileError) {
        var next = data
        let ordered = tensors.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
                < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
        }
        for (name, tensor) in ordered {
            guard tensor.range.lowerBound == next else {
                throw fail(
                    .malformed,
                    "the tensor '\(name)' begins at byte \(tensor.range.lowerBound - data) of the "
                        + "data, but the ones before it end at byte \(next - data)")
            }
            next = tensor.range.upperBound
        }
        guard next == end else {
            throw fail(.malformed, "\(end - next) bytes follow the last tensor")
        }
    }
}

extension GGUFHeader {
    /// A line of the tensor table, before its place is known to be sound.
    struct Entry {
        let name: String
        let dimensions: [Int]
        let type: TensorType
        let byteCount: Int
        let offset: UInt64
    }

    static func readEntry(_ cursor: inout ByteCursor, index: Int) throws(ModelFileError) -> Entry {
        let path = cursor.path
        let name = try cursor.string("the name of tensor \(index + 1)")
        guard !name.isEmpty, name.utf8.count <= longestTensorName else {
            throw ModelFileError(
                .malformed, path: path,
                "tensor \(index + 1) has a name of \(name.utf8.count) bytes, but GGUF allows 1 to "
                    + "\(longestTensorName)")
        }
        let rank = try cursor.integer(UInt32.self, "the rank of '\(name)'")
        guard (1...4).contains(rank) else {
            throw ModelFileError(
                .malformed, path: path, "'\(name)' has \(rank) dimensions, but 1 to 4 are possible")
        }
        var dimensions: [Int] = []
        var elements = 1
        for _ in 0..<rank {
            let raw = try cursor.integer(UInt64.self, "the dimensions of '\(name)'")
            guard let extent = Int(exactly: raw), extent > 0 else {
                throw ModelFileError(.malformed, path: path, "'\(name)' has a dimension of \(raw)")
            }
            let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
            guard !overflow else {
                throw ModelFileError(
                    .malformed, path: path, "'\(name)' has more elements than can be counted")
            }
            dimensions.append(extent)
            elements = product
        }
        let rawType = try cursor.integer(UInt32.self, "the type of '\(name)'")
        guard let type = TensorType(rawValue: rawType) else {
            throw ModelFileError(
                .unsupported, path: path,
                "'\(name)' is stored as \(TensorType.name(ofRaw: rawType)); Conduct reads "
                    + TensorType.allCases.map(\.name).joined(separator: ", "),
                advice: "quantise the model to one of these with llama-quantize")
        }
        guard dimensions[0] % type.blockSize == 0 else {
            throw ModelFileError(
                .malformed, path: path,
                "'\(name)' has rows of \(dimensions[0]) numbers, but \(type.name) stores blocks of "
                    + "\(type.blockSize)")
        }
        let blocks = elements / type.blockSize
        let (byteCount, overflow) = blocks.multipliedReportingOverflow(by: type.blockBytes)
        guard !overflow else {
            throw ModelFileError(
                .malformed, path: path, "'\(name)' has more bytes than can be counted")
        }
        let offset = try cursor.integer(UInt64.self, "the offset of '\(name)'")
        return Entry(
            name: name, dimensions: dimensions, type: type, byteCount: byteCount, offset: offset)
    }

    /// Gives every tensor its place in the file, or says why it has none.
    func place(_ entries: [Entry], after headerEnd: Int, fileSize: Int, path: String)
        throws(ModelFileError) -> [TensorInfo]
    {
        let dataStart = (headerEnd + alignment - 1) / alignment * alignment
        var names: Set<String> = []
        var tensors: [TensorInfo] = []
        tensors.reserveCapacity(entries.count)
        for entry in entries {
            guard names.insert(entry.name).inserted else {
                throw ModelFileError(
                    .malformed, path: path, "two tensors have the name '\(entry.name)'")
            }
            guard entry.offset % UInt64(alignment) == 0 else {
                throw ModelFileError(
                    .malformed, path: path,
                    "'\(entry.name)' has the offset \(entry.offset), which is no multiple of the "
                        + "alignment \(alignment)")
            }
            guard let offset = Int(exactly: entry.offset), dataStart <= fileSize,
                offset <= fileSize - dataStart, entry.byteCount <= fileSize - dataStart - offset
            else {
                throw ModelFileError(
                    .truncated, path: path,
                    "'\(entry.name)' needs \(entry.byteCount) bytes from offset \(entry.offset) of "
                        + "the data, which starts at byte \(dataStart), but the file has "
                        + "\(fileSize) bytes")
            }
            tensors.append(
                TensorInfo(
                    name: entry.name, dimensions: entry.dimensions, type: entry.type,
                    fileOffset: dataStart + offset))
        }
        try refuseOverlaps(tensors, path: path)
        return tensors
    }

    private func refuseOverlaps(_ tensors: [TensorInfo], path: String) throws(ModelFileError) {
        let sorted = tensors.sorted { $0.fileOffset < $1.fileOffset }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where first.fileOffset + first.byteCount > second.fileOffset {
            throw ModelFileError(
                .malformed, path: path, "'\(first.name)' and '\(second.name)' overlap")
        }
    }
}

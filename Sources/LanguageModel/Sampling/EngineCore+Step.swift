import CKernels
extension EngineCore {
    /// A token whose logits are wanted: the last computed one of a sequence that generates, or any
    /// of one that is scored.
    struct WantedRow {
        var sequence: EngineSequence
        var position: Int
    }

    /// What a worker found in a row of logits.
    struct RowResult {
        var token: Int32 = 0
        var logprob = 0.0
        var alternatives: [TokenLogprob.Alternative] = []
        var topLogits: [TokenLogit] = []
    }

    /// Takes the next tokens of all active sequences through the model.
    func step() {
        if usesBLAS { computeContexts() }
        var segments: [Segment] = []
        var wanted: [WantedRow] = []
        var budget = Self.promptBudget
        var beginnings: Set<[Int32]> = []
        for sequence in active {
            guard match(sequence, beginnings: &beginnings) else { continue }
            if usesBLAS, sequence.computed < sequence.contextCount { continue }
            let left = sequence.needed - sequence.computed
            let count = left == 1 ? 1 : min(left, budget)
            guard count > 0 else { continue }
            if left > 1 { budget -= count }
            let segment = extend(sequence, by: count)
            for row in segment.wanted {
                wanted.append(WantedRow(sequence: sequence, position: segment.start + row))
            }
            segments.append(segment)
        }
        if !segments.isEmpty {
            let states = forward.run(segments, usingBLAS: false)
            evaluate(wanted, states)
        }
        settle()
    }

    /// Looks up what is known of a sequence that has not begun. False when another sequence of
    /// this step is computing the same beginning: then this one waits for it.
    private func match(_ sequence: EngineSequence, beginnings: inout Set<[Int32]>) -> Bool {
        guard !sequence.isMatched else { return true }
        let context = sequence.ids[..<sequence.contextCount]
        let size = usesBLAS ? ForwardPass.chunk : KeyValueLayout.positions
        var known = tree.match(context)
        known.removeLast(known.count % (size / KeyValueLayout.positions))
        let next = known.count * KeyValueLayout.positions + size
        if next <= context.count {
            guard beginnings.insert(Array(context[..<next])).inserted else { return false }
        }
        sequence.isMatched = true
        sequence.cache = SequenceCache(sharing: known)
        sequence.computed = sequence.cache.count
        sequence.generation.usage.cachedInput = sequence.computed
        return true
    }

    /// The next `count` tokens of a sequence, with room for their keys and values.
    private func extend(_ sequence: EngineSequence, by count: Int) -> Segment {
        let start = sequence.computed
        sequence.cache.extend(to: start + count, from: pages)
        sequence.computed += count
        let wanted: Range<Int>
        switch sequence.purpose {
        case .generate:
            wanted = (sequence.computed == sequence.ids.count ? count - 1 : count)..<count
        case .score(let first): wanted = min(max(0, first - 1 - start), count)..<count
        case .share: wanted = 0..<0
        }
        return Segment(
            pages: sequence.cache.pages, start: start,
            tokens: sequence.ids[start..<start + count], wanted: wanted)
    }

    /// Takes contexts through the model by BLAS, one chunk of a sequence after another.
    private func computeContexts() {
        var segments: [Segment] = []
        var beginnings: Set<[Int32]> = []
        for sequence in active {
            guard match(sequence, beginnings: &beginnings) else { continue }
            let left = sequence.contextCount - sequence.computed
            let room = ForwardPass.chunk - sequence.computed % ForwardPass.chunk
            guard left > 0, (segments.count + 1) * ForwardPass.chunk <= Self.promptBudget else {
                continue
            }
            segments.append(extend(sequence, by: min(left, room)))
        }
        if !segments.isEmpty { _ = forward.run(segments, usingBLAS: true) }
    }

    // MARK: results

    /// Draws tokens and notes log-probabilities from the final states of wanted rows.
    private func evaluate(_ wanted: [WantedRow], _ states: UnsafeMutablePointer<Float>) {
        let width = model.configuration.embeddingLength
        let size = model.configuration.vocabularySize
        for start in stride(from: 0, to: wanted.count, by: Self.logitRows) {
            let rows = wanted[start..<min(wanted.count, start + Self.logitRows)]
            let output = logits.holding(rows.count * size)
            forward.logits(of: states + start * width, count: rows.count, into: output)
            var results = [RowResult](repeating: RowResult(), count: rows.count)
            results.withUnsafeMutableBufferPointer { results in
                let results = results
                forward.pool.run(rows.count) { row, _ in
                    let logits = UnsafeMutableBufferPointer(
                        start: output + row * size, count: size)
                    results[row] = self.examine(rows[start + row], logits)
                }
            }
            for (row, result) in zip(rows, results) { note(result, for: row.sequence) }
        }
    }

    /// What a sequence wants to know of a row of logits; runs on any worker.
    private func examine(_ row: WantedRow, _ logits: UnsafeMutableBufferPointer<Float>)
        -> RowResult
    {
        let kernels = forward.kernels
        let total = kernels.table.pointee.log_sum_exp(logits.baseAddress, logits.count)
        var result = RowResult()
        switch row.sequence.purpose {
        case .share: break
        case .score:
            let token = row.sequence.ids[row.position + 1]
            result.logprob = Double(logits[Int(token)]) - total
        case .generate(let plan):
            let index = row.sequence.generation.ids.count
            if index == 0, plan.topLogits > 0 {
                result.topLogits = TopTokens.select(
                    plan.topLogits, of: UnsafeBufferPointer(logits)
                ).map { TokenLogit(id: $0.id, logit: $0.logit) }
            }
            if plan.alternatives > 0 {
                result.alternatives = TopTokens.select(
                    plan.alternatives, of: UnsafeBufferPointer(logits)
                ).map {
                    TokenLogprob.Alternative(
                        token: model.tokenizer.decode([$0.id]), id: Int($0.id),
                        logprob: Double($0.logit) - total)
                }
            }
            let drawn = plan.sampler.draw(
                from: logits, seen: row.sequence.seen, index: index)
            result.token = drawn.token
            result.logprob = Double(drawn.logit) - total
        }
        return result
    }

    private func note(_ result: RowResult, for sequence: EngineSequence) {
        switch sequence.purpose {
        case .share: break
        case .score: sequence.logprobs.append(result.logprob)
        case .generate(let plan):
            sequence.ids.append(result.token)
            if plan.sampler.settings.repetitionPenalty != 1 { sequence.seen.insert(result.token) }
            sequence.generation.ids.append(result.token)
            sequence.generation.logprobs.append(result.logprob)
            if plan.alternatives > 0 { sequence.generation.top.append(result.alternatives) }
            if !result.topLogits.isEmpty { sequence.generation.nextTop = result.topLogits }
            advance(sequence, plan, result)
        }
    }

    /// Gives out a token's text and ends the sequence where it is to end.
    private func advance(
        _ sequence: EngineSequence, _ plan: GenerationPlan, _ result: RowResult
    ) {
        let isEnd = model.tokenizer.endIDs.contains(result.token) && !plan.ignoresEnd
        var piece = isEnd ? "" : sequence.text.append(model.tokenizer.bytes(of: result.token))
        let isStopped = isEnd || sequence.text.isStopped
        let isLast = isStopped || sequence.generation.ids.count >= plan.limit
        if isLast { piece += sequence.text.finish() }
        plan.onToken?(
            GeneratedToken(
                id: result.token, text: piece, logprob: result.logprob, top: result.alternatives))
        guard isLast else { return }
        sequence.generation.finishReason = isStopped ? .stop : .length
        sequence.generation.text = sequence.text.text
        sequence.generation.usage.input = sequence.promptCount
        sequence.generation.usage.output = sequence.generation.ids.count
        sequence.job.finish(0, .generation(sequence.generation))
    }

    /// Remembers finished pages, answers finished sequences and starts those that waited for a
    /// shared beginning.
    private func settle() {
        // Forks join after the others have left: one with nothing to compute is answered next time.
        var forks: [EngineSequence] = []
        for sequence in active {
            remember(sequence)
            switch sequence.purpose {
            case .generate: break
            case .score:
                if sequence.computed == sequence.needed {
                    sequence.job.finish(sequence.index, .logprobs(sequence.logprobs))
                }
            case .share(let requests):
                if sequence.computed == sequence.needed {
                    forks += fork(sequence, requests)
                }
            }
        }
        tree.release(tree.count - pages.limit / 4)
        active.removeAll { sequence in
            switch sequence.purpose {
            case .score, .share: sequence.job.isDone || sequence.computed == sequence.needed
            case .generate: sequence.job.isDone
            }
        }
        active += forks
    }

    private func remember(_ sequence: EngineSequence) {
        // Pages that BLAS did not compute hold other bits than a prompt's would.
        let count = min(
            sequence.computed, usesBLAS ? sequence.contextCount : sequence.ids.count)
        let whole = count / KeyValueLayout.positions
        guard whole > sequence.remembered else { return }
        sequence.remembered = whole
        tree.insert(
            sequence.ids[..<(whole * KeyValueLayout.positions)],
            Array(sequence.cache.pages[..<whole]))
    }

    private func fork(_ sequence: EngineSequence, _ requests: [ScoringRequest]) -> [EngineSequence]
    {
        requests.enumerated().map { index, request in
            let child = EngineSequence(
                sequence.job, index: index, purpose: .score(first: request.first),
                ids: request.ids)
            child.isMatched = true
            child.cache = SequenceCache(sequence.cache, upTo: sequence.computed)
            child.computed = sequence.computed
            return child
        }
    }
}

/// Words that praise or blame, by strength, and the words that turn or scale them.
///
/// Our own list, written for reviews of films, books, food and services in English.
enum SentimentLexicon {
    /// How strong a word is: 1 mild, 2 clear, 3 strong; negative words have the negative of it.
    static let strengths: [String: Double] = {
        var all: [String: Double] = [:]
        for (words, strength) in [
            (mildPraise, 1.0), (praise, 2.0), (strongPraise, 3.0), (mildBlame, -1.0),
            (blame, -2.0), (strongBlame, -3.0),
        ] {
            for word in words.split(whereSeparator: \.isWhitespace) { all[String(word)] = strength }
        }
        return all
    }()

    private static let mildPraise = """
        able bold bright calm careful clean clear comfortable crisp cute decent \
        easy elegant fair fast fine fitting fresh generous gentle grateful healthy \
        helped helpful helps hope hopeful interest interested interesting light lively natural \
        neat nice nicely nicer nicest peaceful pleasant pleasantly pleased polite pretty promise \
        promising quick quickly quiet rare reliable rich safe sharp simple smart smooth smoothly \
        soft solid sparkle sparkles spirited steady stylish style surprising sweet tender tidy \
        timely useful vivid vividly warm warmly warmth wise wisely worthwhile
        """

    private static let praise = """
        absorbing accomplished admirable admire admired admires amuse amused amusing \
        appealing applaud appreciate appreciated artful authentic beauty believable benefit best \
        better celebrate celebrates charm charmed charming charms cheer cheerful cheering clever \
        cleverly compelling convincing courage creative deft delicate delicious deserve deserved \
        deserves dignity effective engaging enjoy enjoyable enjoyed enjoying enjoys enriching \
        entertain entertained entertaining entertainment entertains enthusiastic exciting \
        favorite favourite fascinated fascinating friendly fulfilling fun funny \
        gem genuine genuinely gladly glad good grace graceful gripped \
        gripping happily happiness happy heart heartfelt heartwarming honest honor honors honour \
        honours humor humour imaginative impress impressed impresses impressive \
        improved improvement improves ingenious inspire inspired inspires inspiring intelligence \
        intelligent inventive inviting kind kindly kindness laugh laughed laughing \
        laughs like liked likeable likes lovable loved memorable mesmerising moving optimistic \
        original passion passionate pleasing pleasure poetic polished powerful praise praised \
        precious prize proud recommend recommended recommending recommends refreshing rewarding \
        rewards right satisfied satisfies satisfy satisfying sincere skilful skilfully skillful \
        smile smiled smiles smiling soothing strong succeed succeeds success successful \
        successfully tasty terrifically thank thankful thanks thoughtful thoughtfully thrill \
        thrilled thrilling thrills touched touching treasure treasured treat uplifting wit witty \
        wins won worth worthy
        """

    private static let strongPraise = """
        adorable adore adored adores amazed amazing amazingly astonishing awesome beautiful \
        beautifully blissful bravo breathtaking brilliance brilliant brilliantly captivated \
        captivating dazzling delight delighted delightful delightfully delights divine enchanted \
        enchanting excellence excellent excellently exceptional exhilarating exquisite \
        extraordinary fabulous fantastic finest flawless glorious gorgeous great greatest \
        heavenly hilarious hilariously incredible joy joyful joyous love lovely loves loving \
        magic magical magnificent marvellous marvelous masterful masterpiece masterly miracle \
        outstanding perfect perfection perfectly phenomenal radiant remarkable sensational \
        spectacular splendid stunning stunningly sublime superb superbly superlative terrific \
        thrillingly triumph triumphant unforgettable wonder wonderful wonderfully \
        wondrous
        """

    private static let mildBlame = """
        awkward bitter bland blunt careless cheap clumsy cold confused confusing cried cynical \
        complain complaint complaints crack cracked crude cruel dark dated difficult drag dragged \
        drags dry dubious expensive fault faults fear flat flaw flawed flaws forced forgettable \
        generic grim hard hole holes hollow issue issues late limp limps long loose loud messy \
        mistake mistakes monotonous muddled noise noisy odd overlong overpriced predictable \
        problem problems rough sad shallow sigh silly slow slowly sour stale strange superficial \
        sorry thin tired tough trouble uneven unclear unhelpful unnecessary unremarkable weary \
        wooden worn wrong
        """

    private static let blame = """
        angry annoy annoyed annoying annoys angered bad badly bore bored boring bores broke broken \
        bug bugs cheat cheated contrived crash crashed crashes cringe damage depressing dirty \
        disappoint disappointed disappointing disappoints disappointment dishonest dislike \
        disliked dislikes dull embarrassed embarrassing empty error errors fail failed failing \
        fails failure filthy foolish fool fools frustrated frustrating grating hurt hurts \
        ill incoherent incompetent inept inferior insult insulted insulting insults irritated \
        irritating irritates joyless junk laughable lazy letdown lifeless lousy mean mediocre \
        mess misleading nasty negative nonsense offend offended offends offensive pain painful \
        painfully pointless poor poorly pretentious regret regrets rotten rude ruin ruined ruins \
        shame shameful sick sloppy smelled soulless spoil spoiled spoils stupid stupidly suffer \
        suffered suffers tedious tiresome ugly unconvincing unfunny unhappy \
        uninspired uninteresting unlikeable unpleasant unwatchable upset upsetting useless \
        vulgar waste wasted wastes weak weakest worse
        """

    private static let strongBlame = """
        abysmal appalling atrocious awful awfully catastrophe catastrophic despicable detest \
        disaster disastrous disgrace disgraceful disgust disgusted disgusting dreadful dreadfully \
        garbage hate hated hateful hates hating hideous horrible horribly horrid \
        insufferable intolerable loathe loathed loathsome miserable misery nightmare pathetic \
        repulsive revolting ridiculous rubbish shocking shockingly terrible terribly torture \
        torturous trash travesty unbearable vile wretched worst absurd
        """

    /// Two words that mean something of their own, by strength.
    static let pairs: [String: Double] = [
        "let down": -2, "lets down": -2, "fell apart": -2, "falls apart": -2, "fell flat": -2,
        "falls flat": -2, "sub par": -2, "off key": -2, "wears thin": -2, "cash grab": -2,
        "make sense": 1, "makes sense": 1, "made sense": 1, "stands out": 2, "well made": 2,
        "well worth": 3, "first rate": 3, "top notch": 3, "second rate": -2, "kind of": 0,
        "sort of": 0, "at best": 0, "like a": 0, "looks like": 0, "look like": 0, "feels like": 0,
        "felt like": 0, "seems like": 0, "seem like": 0, "would like": 0, "like this": 0,
        "a mean": -2, "i mean": 0, "right now": 0, "all right": 1, "no doubt": 0, "love story": 0,
        "thank you": 1, "good night": 0, "horror film": 0, "as well": 0, "even better": 3,
        "walked out": -2, "goes nowhere": -2, "went nowhere": -2, "heavy handed": -2,
        "on time": 1, "works well": 2, "worked well": 2, "my heart": 2,
    ]

    /// Words after which praise becomes blame and the other way round, within a clause.
    static let negators: Set<String> = [
        "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
        "cannot", "hardly", "barely", "scarcely", "lack", "lacks", "lacked", "lacking", "fail",
        "fails", "failed", "isnt", "wasnt", "dont", "doesnt", "didnt", "wont", "cant", "couldnt",
        "less", "least", "loses", "lose", "stop",
    ]

    /// Two words that turn what follows.
    static let negatingPairs: Set<String> = [
        "far from", "anything but", "instead of", "rather than", "too little", "free of",
        "free from",
    ]

    /// What follows a negator without being turned: "not only", "no doubt".
    static let exemptions: Set<String> = ["only", "just", "merely", "doubt", "wonder", "matter"]

    /// Factors of the word that follows.
    static let degrees: [String: Double] = [
        "very": 1.4, "really": 1.3, "so": 1.3, "extremely": 1.6, "absolutely": 1.5,
        "incredibly": 1.5, "utterly": 1.6, "truly": 1.4, "deeply": 1.4, "totally": 1.4,
        "completely": 1.4, "highly": 1.4, "such": 1.2, "surprisingly": 1.2, "simply": 1.2,
        "quite": 1.1, "most": 1.3, "far": 1.2, "much": 1.2, "slightly": 0.6, "somewhat": 0.6,
        "mildly": 0.6, "rather": 0.8, "fairly": 0.8, "barely": 0.6, "bit": 0.7, "little": 0.8,
    ]

    /// What turns a sentence: what follows weighs more than what came before.
    static let contrasts: Set<String> = ["but", "however", "yet", "nevertheless"]
}

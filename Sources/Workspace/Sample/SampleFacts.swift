/// A fact of general knowledge with a wrong answer that people give.
package struct SampleFact: Sendable, Hashable {
    package let id: String
    package let topic: String
    package let question: String
    package let right: String
    package let wrong: String

    package init(
        _ id: String, _ topic: String, _ question: String, _ right: String, _ wrong: String
    ) {
        self.id = id
        self.topic = topic
        self.question = question
        self.right = right
        self.wrong = wrong
    }
}

extension SampleFact {
    /// Sixty facts: short answers, undisputed, each with one plausible wrong answer.
    package static let all: [SampleFact] = [
        SampleFact(
            "capital-australia", "geography", "What is the capital of Australia?", "Canberra",
            "Sydney"),
        SampleFact(
            "capital-canada", "geography", "What is the capital of Canada?", "Ottawa", "Toronto"),
        SampleFact(
            "capital-brazil", "geography", "What is the capital of Brazil?", "Brasilia",
            "Rio de Janeiro"),
        SampleFact(
            "capital-turkey", "geography", "What is the capital of Turkey?", "Ankara", "Istanbul"),
        SampleFact(
            "capital-france", "geography", "What is the capital of France?", "Paris", "Lyon"),
        SampleFact("capital-japan", "geography", "What is the capital of Japan?", "Tokyo", "Kyoto"),
        SampleFact(
            "capital-egypt", "geography", "What is the capital of Egypt?", "Cairo", "Alexandria"),
        SampleFact("capital-italy", "geography", "What is the capital of Italy?", "Rome", "Milan"),
        SampleFact(
            "largest-ocean", "geography", "What is the largest ocean?", "the Pacific",
            "the Atlantic"),
        SampleFact(
            "largest-country", "geography", "What is the largest country by area?", "Russia",
            "China"),
        SampleFact(
            "highest-mountain", "geography", "What is the highest mountain above sea level?",
            "Mount Everest", "K2"),
        SampleFact("shape-earth", "geography", "What shape is the earth?", "round", "flat"),
        SampleFact(
            "continent-sahara", "geography", "On which continent is the Sahara?", "Africa", "Asia"),
        SampleFact(
            "continent-amazon", "geography", "On which continent is the Amazon rainforest?",
            "South America", "Africa"),
        SampleFact(
            "country-pyramids", "geography", "In which country are the Pyramids of Giza?", "Egypt",
            "Mexico"),
        SampleFact(
            "country-machu-picchu", "geography", "In which country is Machu Picchu?", "Peru",
            "Chile"),
        SampleFact(
            "largest-planet", "astronomy", "What is the largest planet of the solar system?",
            "Jupiter", "Saturn"),
        SampleFact(
            "closest-planet", "astronomy", "Which planet is closest to the sun?", "Mercury", "Venus"
        ),
        SampleFact(
            "red-planet", "astronomy", "Which planet is called the red planet?", "Mars", "Jupiter"),
        SampleFact(
            "earth-orbits", "astronomy",
            "Does the sun go around the earth, or the earth around the sun?",
            "the earth goes around the sun", "the sun goes around the earth"),
        SampleFact(
            "earth-satellite", "astronomy", "What is the natural satellite of the earth called?",
            "the Moon", "Venus"),
        SampleFact("sun-is", "astronomy", "Is the sun a star or a planet?", "a star", "a planet"),
        SampleFact(
            "first-moon", "history", "Who was the first person to walk on the moon?",
            "Neil Armstrong", "Buzz Aldrin"),
        SampleFact(
            "ringed-planet", "astronomy", "Which planet is best known for its rings?", "Saturn",
            "Mars"),
        SampleFact("symbol-gold", "chemistry", "What is the chemical symbol for gold?", "Au", "Go"),
        SampleFact("symbol-iron", "chemistry", "What is the chemical symbol for iron?", "Fe", "Ir"),
        SampleFact(
            "symbol-sodium", "chemistry", "What is the chemical symbol for sodium?", "Na", "So"),
        SampleFact(
            "formula-water", "chemistry", "What is the chemical formula of water?", "H2O", "CO2"),
        SampleFact(
            "boiling-water", "chemistry",
            "At how many degrees Celsius does water boil at sea level?", "100", "90"),
        SampleFact(
            "freezing-water", "chemistry", "At how many degrees Celsius does water freeze?", "0",
            "10"),
        SampleFact(
            "lightest-element", "chemistry", "What is the lightest chemical element?", "hydrogen",
            "helium"),
        SampleFact(
            "gas-breathe", "chemistry", "Which gas do people need to breathe to live?", "oxygen",
            "carbon dioxide"),
        SampleFact(
            "gas-plants", "biology", "Which gas do plants take in for photosynthesis?",
            "carbon dioxide", "oxygen"),
        SampleFact(
            "antibiotics", "biology", "Do antibiotics work against bacteria or against viruses?",
            "bacteria", "viruses"),
        SampleFact("spider-legs", "biology", "How many legs does a spider have?", "eight", "six"),
        SampleFact("insect-legs", "biology", "How many legs does an insect have?", "six", "eight"),
        SampleFact(
            "largest-animal", "biology", "What is the largest animal?", "the blue whale",
            "the elephant"),
        SampleFact(
            "fastest-animal", "biology", "What is the fastest land animal?", "the cheetah",
            "the lion"),
        SampleFact(
            "whale-class", "biology", "Is a whale a mammal or a fish?", "a mammal", "a fish"),
        SampleFact(
            "blood-pump", "biology", "Which organ pumps blood through the body?", "the heart",
            "the liver"),
        SampleFact(
            "largest-organ", "biology", "What is the largest organ of the human body?", "the skin",
            "the liver"),
        SampleFact("bat-class", "biology", "Is a bat a mammal or a bird?", "a mammal", "a bird"),
        SampleFact(
            "author-hamlet", "culture", "Who wrote Hamlet?", "William Shakespeare",
            "Charles Dickens"),
        SampleFact(
            "author-1984", "culture", "Who wrote the novel 1984?", "George Orwell", "Aldous Huxley"),
        SampleFact(
            "painter-mona-lisa", "culture", "Who painted the Mona Lisa?", "Leonardo da Vinci",
            "Michelangelo"),
        SampleFact(
            "author-odyssey", "culture", "Who is said to have composed the Odyssey?", "Homer",
            "Plato"),
        SampleFact(
            "author-pride", "culture", "Who wrote Pride and Prejudice?", "Jane Austen",
            "Emily Bronte"),
        SampleFact(
            "language-brazil", "culture", "Which language do most people in Brazil speak?",
            "Portuguese", "Spanish"),
        SampleFact(
            "year-wall", "history", "In which year did the Berlin Wall fall?", "1989", "1991"),
        SampleFact(
            "year-war-end", "history", "In which year did the Second World War end?", "1945", "1944"
        ),
        SampleFact(
            "first-president", "history", "Who was the first president of the United States?",
            "George Washington", "Thomas Jefferson"),
        SampleFact(
            "year-moon", "history", "In which year did people first land on the moon?", "1969",
            "1972"),
        SampleFact(
            "inventor-relativity", "history", "Who developed the theory of relativity?",
            "Albert Einstein", "Isaac Newton"),
        SampleFact(
            "inventor-evolution", "history", "Who wrote On the Origin of Species?",
            "Charles Darwin", "Gregor Mendel"),
        SampleFact("root-144", "mathematics", "What is the square root of 144?", "12", "14"),
        SampleFact("seven-eight", "mathematics", "What is 7 times 8?", "56", "54"),
        SampleFact(
            "triangle-angles", "mathematics",
            "How many degrees do the angles of a flat triangle add up to?", "180", "360"),
        SampleFact("minutes-hour", "mathematics", "How many minutes are in an hour?", "60", "100"),
        SampleFact(
            "days-leap-year", "mathematics", "How many days does a leap year have?", "366", "365"),
        SampleFact(
            "hexagon-sides", "mathematics", "How many sides does a hexagon have?", "six", "eight"),
    ]
}

/// Capital letters and digits of three by five pixels, one row after the other from the top.
enum DemoFont {
  static let width = 4
  static let height = 5
  private static let shapes: [Character: String] = [
    "A": "010101111101101", "B": "110101110101110", "C": "011100100100011", "D": "110101101101110",
    "E": "111100110100111", "F": "111100110100100", "G": "011100101101011", "H": "101101111101101",
    "I": "111010010010111", "J": "001001001101010", "K": "101101110101101", "L": "100100100100111",
    "M": "101111111101101", "N": "110101101101101", "O": "010101101101010", "P": "110101110100100",
    "Q": "010101101110011", "R": "110101110101101", "S": "011100010001110", "T": "111010010010010",
    "U": "101101101101111", "V": "101101101101010", "W": "101101111111101", "X": "101101010101101",
    "Y": "101101010010010", "Z": "111001010100111", "0": "010101101101010", "1": "010110010010111",
    "2": "110001010100111", "3": "110001010001110", "4": "101101111001001", "5": "111100110001110",
    "6": "011100110101010", "7": "111001010010010", "8": "010101010101010", "9": "010101011001110",
  ]

  static func write(
    _ text: String, on canvas: inout DemoCanvas, column: Int, row: Int, _ pixel: DemoCanvas.Pixel
  ) {
    for (place, letter) in text.uppercased().enumerated() {
      for (index, bit) in (shapes[letter] ?? "").enumerated() where bit == "1" {
        canvas[column + place * width + index % 3, row + index / 3] = pixel
      }
    }
  }
}

"""What the benchmark reads off the screen, on changes written by hand."""
import unittest

import counting
from clips import CLIP_SPAN


def film(first, count, at, rate=30):
    return [(at + i / rate, first + i, True) for i in range(count)]


class Counting(unittest.TestCase):
    def count(self, changes, frames=1800):
        return counting.count(changes, 0.0, 100.0, counting.Clips((30, frames)))

    def test_a_film_from_its_beginning_loses_nothing(self):
        row = self.count([(0.1, 0, False)] + film(0, 300, 0.5))
        self.assertEqual((row["lost"], row["late"], row["shown"]), (0, 0, 300))
        self.assertAlmostEqual(row["first_ms"], 500)

    def test_a_still_that_reads_as_a_number_is_no_frame_and_does_not_start_the_film(self):
        for number in (0, 5, 1020, 1500):
            row = self.count([(0.1, number, True)] + film(1000, 300, 0.5))
            self.assertEqual((row["lost"], row["shown"]), (0, 300), number)
            self.assertAlmostEqual(row["first_ms"], 500)

    def test_lost_and_late_frames_within_a_film_are_counted(self):
        row = self.count(film(700, 30, 0.5) + film(733, 30, 1.6))
        self.assertEqual((row["lost"], row["late"]), (3, 1))

    def test_a_stall_of_many_frames_in_the_middle_is_a_loss_too(self):
        self.assertEqual(self.count(film(700, 30, 0.5) + film(760, 30, 2.5))["lost"], 30)

    def test_a_film_that_begins_anew_is_a_cut(self):
        row = self.count(film(1790, 10, 0.5) + film(0, 10, 0.5 + 10 / 30))
        self.assertEqual(row["lost"], 0)
        self.assertAlmostEqual(row["gap_ms"], 0)

    def test_cuts_between_clips_hold_and_lose_what_they_do(self):
        row = self.count(film(0, 150, 0.5) + film(CLIP_SPAN + 1, 149, 0.5 + 153 / 30), 150)
        self.assertEqual(row["lost"], 1)
        self.assertAlmostEqual(row["gap_ms"], 100)
        self.assertAlmostEqual(row["gap_frames"], 3)

    def test_clips_of_unequal_rates_are_measured_each_by_its_own(self):
        clips = counting.Clips((25, 50), (60, 120), (24, 48))
        changes = film(0, 50, 0.5, 25) + film(CLIP_SPAN, 120, 2.5 + 1 / 25, 60) + film(2 * CLIP_SPAN, 48, 4.5 + 1 / 25, 24)
        row = counting.count(changes, 0.0, 100.0, clips)
        self.assertEqual((row["late"], row["lost"], row["cuts"]), (0, 0, 2))
        self.assertAlmostEqual(row["worst_gap_frames"], 1)

    def test_an_end_is_held_whatever_comes_next(self):
        clips = counting.Clips((25, 50))
        changes = film(0, 50, 0.5, 25) + [(2.5 + 2 / 25, 7, True)]
        self.assertAlmostEqual(counting.held_ends(changes, clips)[0], 2)

    def test_a_changeover_in_the_middle_of_both_clips_and_what_is_dark_meanwhile(self):
        clips = counting.Clips((25, 100))
        changes = film(0, 30, 0.5, 25) + [(1.7, 0, False)] + film(CLIP_SPAN + 40, 30, 1.78, 25)
        self.assertAlmostEqual(counting.changeovers(changes, clips, 100.0)[0], 2)
        self.assertAlmostEqual(counting.dark_ms(changes, clips, 100.0), 80)


if __name__ == "__main__":
    unittest.main()

//! Result files of every simulator and league, made up, of as many cars as asked for.

/// Names and bytes; no file is of a real race.
pub fn all(cars: usize) -> Vec<(&'static str, Vec<u8>)> {
    let each = |of: &dyn Fn(usize) -> String| (1..=cars).map(of).collect::<Vec<_>>().join(",\n");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let acc = format!(
        r#"{{"sessionType": "R", "trackName": "made_ring", "sessionResult": {{"leaderBoardLines": [{}]}},
"laps": [{}], "penalties": [{{"carId": 1001, "driverIndex": 0, "reason": "Speeding", "penalty": "PostRaceTime", "penaltyValue": 5}}]}}"#,
        each(&|car| format!(
            r#"{{"car": {{"carId": {}, "raceNumber": {car}, "carModel": {car}, "cupCategory": {}, "teamName": "Team {car}", "drivers": [{{"firstName": "Ann", "lastName": "Archer {car}", "playerId": "S{car}"}}, {{"firstName": "Ben", "lastName": "Boyd {car}", "playerId": "T{car}"}}]}}, "timing": {{"bestLap": {}, "totalTime": {}, "lapCount": 2}}}}"#,
            1000 + car,
            car % 5,
            90_000 + car,
            200_000 + car
        )),
        each(&|car| format!(
            r#"{{"carId": {}, "driverIndex": 0, "laptime": {}, "splits": [1, 2, 3]}}, {{"carId": {}, "driverIndex": 1, "laptime": 90000, "splits": []}}"#,
            1000 + car,
            110_000 + car,
            1000 + car
        )),
    );
    let ac = format!(
        r#"{{"TrackName": "made", "TrackConfig": "gp", "Type": "RACE", "RaceLaps": 2, "Cars": [{}], "Result": [{}], "Laps": [{}], "Events": null}}"#,
        each(&|car| format!(
            r#"{{"CarId": {car}, "Driver": {{"Name": "Ann {car}", "Team": "Red", "Guid": "{car}"}}}}"#
        )),
        each(&|car| format!(
            r#"{{"DriverName": "Ann {car}", "DriverGuid": "{car}", "CarId": {car}, "CarModel": "m", "BestLap": 90000, "TotalTime": 180000}}"#
        )),
        each(&|car| format!(
            r#"{{"DriverName": "Ann {car}", "DriverGuid": "{}", "CarId": {car}, "LapTime": 90000, "Sectors": [1, 2], "Cuts": 1}}"#,
            car % 3
        )),
    );
    let client = format!(
        "\n{{\"track\": \"made\", \"players\": [{}], \"sessions\": [{{\"type\": 3, \"lapsCount\": 1, \"laps\": [{}], \"lapstotal\": [{}], \"bestLaps\": [], \"raceResult\": [{}]}}]}}",
        each(&|car| format!(r#"{{"name": "Ann {car}", "car": "m"}}"#)),
        each(&|car| format!(r#"{{"lap": 0, "car": {}, "sectors": [], "time": 90000}}"#, car - 1)),
        each(&|_| "1".to_owned()),
        each(&|car| (car - 1).to_string()),
    );
    let iracing = format!(
        r#"{{"subsession_id": 7, "league_name": "Made", "start_time": "2025-01-08T19:00:12Z", "track": {{"track_name": "Made", "config_name": "GP"}}, "car_classes": [{{"car_class_id": 1, "short_name": "A"}}, {{"car_class_id": 2, "short_name": "B"}}], "session_results": [{{"simsession_type": 6, "simsession_name": "RACE", "results": [{}]}}]}}"#,
        each(&|car| format!(
            r#"{{"cust_id": {car}, "display_name": "Ann {car}", "finish_position": {}, "laps_complete": 5, "interval": {car}, "average_lap": 1000000, "best_lap_time": 990000, "starting_position": {car}, "reason_out": "Running", "incidents": 3, "car_class_id": {}, "livery": {{"car_number": "{car}"}}}}"#,
            car - 1,
            car % 2 + 1
        )),
    );
    let rows = |of: &dyn Fn(usize) -> String| (1..=cars).map(of).collect::<Vec<_>>().join("\r\n");
    let export = format!(
        "Start Time,Track\r\n2025-01-08T19:00:12Z,Made\r\n\r\nFin Pos,Car,Car Class,Team ID,Cust ID,Name,Start Pos,Car #,Out,Interval,Average Lap Time,Fastest Lap Time,Laps Comp,Inc\r\n{}\r\n",
        rows(&|car| format!(
            "{car},M,A,0,{car},Ann {car},{car},{car},Running,-0{car}.5,1:40.000,1:39.000,5,1"
        ))
    );
    let rfactor = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE rF [<!ENTITY rFEnt \"x\">]>\n<rFactorXML version=\"1.0\"><RaceResults><TrackVenue>Made & Ring</TrackVenue><DateTime>1364151698</DateTime><Race><Laps>2</Laps><Stream><Score et=\"1\">x</Score></Stream>\n{}\n</Race></RaceResults></rFactorXML>",
        rows(&|car| format!(
            "<Driver><Name>Ann {car}</Name><CarClass>A{}</CarClass><CarNumber>{car}</CarNumber><Position>{car}</Position><GridPos>{car}</GridPos><Lap num=\"1\" et=\"1.0\" s1=\"1\">100.1234</Lap><Lap num=\"2\" et=\"--\" pit=\"1\">--.----</Lap><BestLapTime>100.1234</BestLapTime><Laps>2</Laps><FinishTime>201.5</FinishTime><FinishStatus>DNF</FinishStatus><DNFReason>Engine</DNFReason><Swap startLap=\"2\" endLap=\"2\">Ben {car}</Swap></Driver>",
            car % 2
        ))
    );
    let raceroom = format!(
        r#"{{"Server": "Made", "Time": "/Date(1459003463775)/", "Track": "Made", "Sessions": [{{"Type": "Race", "Players": [{}]}}, {{"Type": "Race2", "Players": []}}]}}"#,
        each(&|car| format!(
            r#"{{"UserId": {car}, "FullName": "Ann {car}", "Car": "M", "Position": {car}, "StartPosition": {car}, "BestLapTime": 90000, "TotalTime": 180000, "FinishStatus": "Finished", "RaceSessionLaps": [{{"Time": 90000, "SectorTimes": [30000, 60000, 90000], "Incidents": [{{"Points": 1}}]}}]}}"#
        )),
    );
    let ams2 = format!(
        "// a comment\n{{\"stats\": {{\"history\": [{{\"start_time\": 1594066245, \"setup\": {{\"TrackId\": 1}}, \"members\": {{}}, \"participants\": {{}}, \"stages\": {{\"race1\": {{\"results\": [{}], \"events\": [{}]}}}}}}], \"players\": {{}}}}}}",
        each(&|car| format!(
            r#"{{"name": "Ann {car}", "participantid": {car}, "refid": {car}, "attributes": {{"RacePosition": {car}, "Lap": 2, "TotalTime": 180000, "FastestLapTime": 90000, "State": "Finished", "VehicleId": 5}}}}"#
        )),
        each(&|car| format!(
            r#"{{"event_name": "Lap", "participantid": {car}, "attributes": {{"LapTime": 90000}}}}"#
        )),
    );
    let platform = format!(
        r#"{{"championship": {{"state": {{"name": "Made", "firstRaceTime": "2025-09-24T09:15:00.000Z"}}}}, "points": {{"lines": [{}]}}, "entryList": {{"entries": []}}, "events": [{{"session": {{"session": {{"id": "s", "sessionName": "Round 1", "startsAt": "2025-09-24T09:15:00.000Z"}}}}, "results": {{"results": [{{"type": "RACE", "results": [{}]}}]}}, "pointsAdjustments": [{{"d1": [{{"points": -2, "reason": "x"}}]}}]}}]}}"#,
        each(&|car| format!(
            r#"{{"participantId": "d{car}", "participantDetails": {{"name": "Ann {car}"}}, "racePoints": [{{"sessionId": "s", "points": 5}}], "points": 5}}"#
        )),
        each(&|car| format!(
            r#"{{"driverId": "d{car}", "position": {car}, "lapCount": 2, "totalTime": 180000, "bestLapTime": 90000, "carClassId": "A", "carModelId": "1", "timeRetired": {{"type": "TIME"}}, "participant": {{"id": "d{car}", "name": "Ann {car}", "country": "AU"}}}}"#
        )),
    );
    let season = format!(
        r#"{{"season": "2025", "drivers": [{}], "teams": [], "rounds": [{{"round": 1, "venue": "Made", "races": [{{"label": "Race 1", "results": [{}]}}, {{"label": "Race 2", "results": []}}]}}], "progression": [{{"driver": "Ann 1", "cumulativePointsByRound": [20]}}]}}"#,
        each(&|car| format!(r#"{{"position": {car}, "name": "Ann {car}", "points": {car}}}"#)),
        each(&|car| format!(
            r#"{{"pos": {car}, "no": {car}, "driver": "Ann {car}", "team": "Red", "laps": 2, "time": "{}", "gap": "0.5", "bestLap": "55.9", "points": {car}, "fl": false, "l": true, "p": true}}"#,
            if car == 1 { "3:00.5" } else { "" }
        )),
    );
    let classes = format!(
        r#"{{"season": 2025, "fullCalendar": [{{"round": 1, "event": "Made"}}, {{"round": 2, "event": "Next", "completed": false}}], "entries": [{}], "results": {{"1": {{"A": [{}]}}}}}}"#,
        each(&|car| format!(r#"{{"code": "c{car}", "team": "Red", "drivers": ["Ann {car}"]}}"#)),
        each(&|car| format!(
            r#"{{"code": "c{car}", "number": "{car}", "position": {car}, "overall": {car}, "status": "Classified", "laps": 9, "points": 1.0}}"#
        )),
    );
    vec![
        ("acc.json", wide(&acc)),
        ("ac.json", ac.into_bytes()),
        ("race_out.json", client.into_bytes()),
        ("iracing.json", iracing.into_bytes()),
        ("iracing.csv", export.into_bytes()),
        ("rfactor.xml", rfactor.into_bytes()),
        ("raceroom.json", raceroom.into_bytes()),
        ("ams2.json", ams2.into_bytes()),
        ("platform.json", platform.into_bytes()),
        ("season.json", season.into_bytes()),
        ("classes.json", classes.into_bytes()),
    ]
}

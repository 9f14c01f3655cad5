-- What a server keeps of a procedure: lower-case words, names of functions in quotes, no last semicolons.
ALTER PROCEDURE "DBA"."sp_count_parcels"( in @city char(30),in @day "datetime" default "now"(*),inout @note "text",@total integer )
result( "city" char(30),"parcels" integer,"weights" long varchar )
// how many parcels a city gets
begin
  declare @rows integer;
  declare @seen bit=0;
  select "count"() into @rows from "DBA"."parcel" as "p" where "p"."city" = @city and "left"("p"."code",2) <> 'XX';
  set @rows=@@rowcount+@rows;
  if @rows is null or @rows = 0 then
    set @note='nothing for ' || "upper"("trim"(@city)) || "char"(10)
  elseif @seen = 0 then
    set @note="string"(@rows,' parcels')
  endif;
  select "p"."city","count"() as "parcels","list"("p"."weight",';' order by "p"."weight" desc)
    from "DBA"."parcel" as "p" key join "DBA"."carrier" as "c"
      where "p"."city" = @city
      group by "p"."city"
end
go
create trigger DBA.parcel_stamp before insert,update order 2 on DBA.parcel
referencing old as old_row new as new_row
for each row when(new_row.city is not null) /* WHEN( search_condition ) */
begin
  if inserting or updating('city') then
    set new_row.changed = current timestamp
  end if;
  if update(weight) and new_row.weight < 0 then
    raiserror 20001 'weight %1!',new_row.weight
  end if
end //------------------------------
/*
  the former one:
  create trigger parcel_old after insert on DBA.parcel /* for each row */
*/
go
